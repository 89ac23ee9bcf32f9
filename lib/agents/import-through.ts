import { randomUUID } from 'node:crypto'
import type { Call } from '@/lib/agent-protocol/directory'
import { ReadFailure } from '@/lib/directory/read-fault'
import type { ImportEvent, ImportRequest } from '@/lib/directory/source'
import { cancelImports, findImport, insertAgentJob, takeUpload } from '@/lib/store/agent-jobs'
import { inOrganization } from '@/lib/store/organization'
import { type Asking, lookAt, pause } from './ask'
import { waitedSeconds } from './limits'
import { UploadReader } from './upload-reader'

type ImportCall = Extract<Call, { method: 'import' }>

/**
 * An import that an agent sends. To a run, which can begin anew when another agent takes the work over, objects are delivered
 * as they arrive, and what they are worth only when the upload was sealed; to others everything after that. Whoever resumes
 * the same work gets the same upload.
 */
export async function* importThrough(asking: Asking, request: ImportRequest): AsyncGenerator<ImportEvent> {
  try {
    const id = await askForImport(asking, callOf(request))
    yield* receive(asking, id, request)
    await inOrganization(asking.organizationId, tx => takeUpload(tx, id))
  } catch (error) {
    if (!(error instanceof ReadFailure)) throw error
    yield { type: 'scope-incomplete', scope: 0, fault: error.fault }
  }
}

const callOf = ({ scopes, attributes, watched, lists, part, quick }: ImportRequest): ImportCall => ({
  method: 'import',
  scopes: [...scopes],
  attributes: [...attributes],
  ...(watched ? { watched: [...watched] } : {}),
  ...(lists === undefined ? {} : { lists }),
  ...(part ? { part } : {}),
  ...(quick?.base ? { quick: { watermark: quick.watermark, base: quick.base } } : {}),
})

async function askForImport(asking: Asking, call: ImportCall): Promise<string> {
  const { organizationId, connectorId, asker, baseDn } = asking
  return inOrganization(organizationId, async tx => {
    const wanted = { connectorId, asker, call, baseDn }
    const before = await findImport(tx, wanted)
    if (before) return before.id
    await cancelImports(tx, connectorId, asker)
    const id = randomUUID()
    const epoch = isRun(asking)
    await insertAgentJob(tx, { ...wanted, id, method: call.method }, { epoch, seconds: waitedSeconds })
    return id
  })
}

const isRun = ({ asker }: Asking): boolean => asker.startsWith('run:')

/** @throws ReadFailure */
async function* receive(asking: Asking, jobId: string, request: ImportRequest): AsyncGenerator<ImportEvent> {
  const { organizationId } = asking
  let upload: UploadReader | null = null
  for (;;) {
    const { state, claim, seal } = await lookAt(organizationId, jobId)
    if (upload && upload.claim !== claim) {
      if (upload.hasDelivered) yield { type: 'begun-anew' }
      upload = null
    }
    upload ??= new UploadReader(organizationId, { jobId, claim }, request)
    if (state === 'done' || isRun(asking)) yield* upload.deliver()
    if (state === 'done') return yield* upload.end(seal)
    await pause(request.signal)
  }
}
