import { randomUUID } from 'node:crypto'
import { type Call, WireEvent } from '@/lib/agent-protocol/directory'
import { type Frame, FrameReader, MalformedStream } from '@/lib/agent-protocol/frames'
import { partHash, unpackPart } from '@/lib/agent-protocol/parts'
import { isSound } from '@/lib/directory/object-block'
import { ReadFailure } from '@/lib/directory/read-fault'
import type { ImportEvent, ImportRequest } from '@/lib/directory/source'
import { cancelImports, findImport, insertAgentJob, type Seal, takeUpload } from '@/lib/store/agent-jobs'
import { readAgentPart } from '@/lib/store/agent-parts'
import { inOrganization } from '@/lib/store/organization'
import { type Asking, unreadable, waitForEnd } from './ask'
import { waitedSeconds } from './limits'

type ImportCall = Extract<Call, { method: 'import' }>

/**
 * An import that an agent sends: nothing is delivered before the upload is sealed, so that an agent which dies, or hands
 * over to another one, leaves no trace. Whoever resumes the same work gets the same upload.
 */
export async function* importThrough(asking: Asking, request: ImportRequest): AsyncGenerator<ImportEvent> {
  try {
    const id = await askForImport(asking, callOf(request))
    const { claim, seal } = await waitForEnd(asking.organizationId, id, request.signal)
    if (!seal) throw new ReadFailure(unreadable)
    yield* replay(asking, { jobId: id, claim, seal }, request)
    await inOrganization(asking.organizationId, tx => takeUpload(tx, id))
  } catch (error) {
    if (!(error instanceof ReadFailure)) throw error
    yield { type: 'scope-incomplete', scope: 0, fault: error.fault }
  }
}

const callOf = ({ scopes, attributes, watched, lists, part }: ImportRequest): ImportCall => ({
  method: 'import',
  scopes: [...scopes],
  attributes: [...attributes],
  ...(watched ? { watched: [...watched] } : {}),
  ...(lists === undefined ? {} : { lists }),
  ...(part ? { part } : {}),
})

async function askForImport(asking: Asking, call: ImportCall): Promise<string> {
  const { organizationId, connectorId, asker, baseDn } = asking
  return inOrganization(organizationId, async tx => {
    const wanted = { connectorId, asker, call, baseDn }
    const before = await findImport(tx, wanted)
    if (before) return before.id
    await cancelImports(tx, connectorId, asker)
    const id = randomUUID()
    const epoch = asker.startsWith('run:')
    await insertAgentJob(tx, { ...wanted, id, method: call.method }, { epoch, seconds: waitedSeconds })
    return id
  })
}

type Upload = { jobId: string; claim: number; seal: Seal }

/** What the agent read, in its order, checked as whatever comes from outside. @throws ReadFailure */
async function* replay(asking: Asking, upload: Upload, { scopes }: ImportRequest): AsyncGenerator<ImportEvent> {
  const reader = new FrameReader()
  const delivered = scopes.map(() => 0)
  for (let number = 1; number <= upload.seal.parts; number++) {
    const plain = await openPart(asking, upload, number)
    for (const frame of unreadableIfMalformed(() => reader.read(plain))) {
      const event = eventOf(frame, delivered)
      yield event
    }
  }
  unreadableIfMalformed(() => reader.end())
}

async function openPart({ organizationId }: Asking, { jobId, claim }: Upload, number: number): Promise<Buffer> {
  const part = await inOrganization(organizationId, tx => readAgentPart(tx, { jobId, claim, number }))
  const plain = part && partHash(part.compressed) === part.hash ? await unpackPart(part.compressed) : null
  if (plain === null || plain.length !== part?.plainBytes) throw new ReadFailure(unreadable)
  return plain
}

/** @param delivered objects of each scope so far: a proof that counts more than arrived is none */
function eventOf(frame: Frame, delivered: number[]): ImportEvent {
  if (frame.kind === 'objects') {
    const { scope, block } = frame
    const before = delivered[scope]
    if (before === undefined || !isSound(block, scope)) throw new ReadFailure(unreadable)
    delivered[scope] = before + block.objects
    return { type: 'objects', scope, block }
  }
  const event = WireEvent.safeParse(frame.event)
  if (!event.success) throw new ReadFailure(unreadable)
  const { data } = event
  if (data.type === 'scope-complete' && data.proof.objects > (delivered[data.scope] ?? -1))
    throw new ReadFailure(unreadable)
  return data
}

function unreadableIfMalformed<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw error instanceof MalformedStream ? new ReadFailure(unreadable, { cause: error }) : error
  }
}
