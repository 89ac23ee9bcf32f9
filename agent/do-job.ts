import type { Call } from '@/lib/agent-protocol/directory'
import { blockFrame, eventFrame } from '@/lib/agent-protocol/frames'
import type { AgentJob } from '@/lib/agent-protocol/messages'
import { ReadFailure, type ReadFault } from '@/lib/directory/read-fault'
import type { DirectorySource, ImportRequest, LookUpResult } from '@/lib/directory/source'
import { askForKnown } from './known'
import { log } from './log'
import { type Portal, Refused } from './portal'
import { upload } from './upload'

/** What became of a job: `over` when the portal no longer wants it. */
export type Done = 'done' | 'failed' | 'over'

type How = {
  portal: Portal
  /** The reader for the search base that the portal wants. */
  open: (baseDn: string | null) => DirectorySource
  partBytes?: number | undefined
}

/**
 * Does what the portal asked, as far as this machine allows, and sends what came of it.
 * @throws Unreachable, Refused
 */
export async function doJob(job: AgentJob, { portal, open, partBytes }: How, stopping: AbortSignal): Promise<Done> {
  const over = new AbortController()
  const signal = AbortSignal.any([stopping, over.signal])
  const say = (path: string, body: object) =>
    portal.post(`jobs/${job.id}/${path}`, { claim: job.claim, ...body }, signal)
  const keeping = setInterval(
    () => void say('keep', {}).catch(error => isOver(error) && over.abort()),
    (job.leaseSeconds * 1000) / 3,
  )
  try {
    const source = open(job.baseDn)
    if (job.call.method === 'import') {
      const quick = job.call.quick && askForKnown({ portal, job }, job.call.quick, signal)
      await upload({ portal, job, partBytes }, events(source, { ...job.call, quick, signal }), signal).catch(error => {
        throw quick?.whatFailed() ?? error
      })
    } else {
      const tell = (result: unknown) => void say('answer', { outcome: { state: 'running', result } }).catch(() => {})
      const result = await answerOf(source, job.call, tell, signal)
      await say('answer', { outcome: { state: 'done', result } })
    }
    return 'done'
  } catch (error) {
    if (isOver(error) || over.signal.aborted) return 'over'
    const fault = faultOf(error)
    if (!fault || stopping.aborted) throw error
    log('failure', { code: fault.code, ...(fault.code === 'unexpected' ? whereOf(error) : {}) })
    await say('answer', { outcome: { state: 'failed', fault } })
    return 'failed'
  } finally {
    clearInterval(keeping)
  }
}

const isOver = (error: unknown): boolean => error instanceof Refused && error.refusal.code === 'job-over'

/** What the portal does not accept of an upload it would not accept a second time either. */
const unacceptable: ReadonlySet<string> = new Set(['part-damaged', 'part-differs', 'seal-differs', 'too-large'])

/** What is to be told of an error: the directory's own, or that there was one which nobody foresaw here. */
function faultOf(error: unknown): ReadFault | null {
  if (error instanceof ReadFailure) return error.fault
  if (error instanceof Refused && unacceptable.has(error.refusal.code))
    return { code: 'agent-answer-unreadable', args: {} }
  return error instanceof Refused || (error as Error).name === 'Unreachable' ? null : { code: 'unexpected', args: {} }
}

/** What nobody foresaw, for whoever mends it: its name and place in the program. Its sentence may hold what was read. */
const whereOf = (error: unknown): Record<string, string> =>
  error instanceof Error ? { error: error.name, at: error.stack?.match(/^ {4}at .*$/m)?.[0].trim() ?? '' } : {}

async function* events(
  source: DirectorySource,
  { scopes, attributes, watched, lists, part, quick, signal }: ImportRequest,
): AsyncGenerator<Buffer[]> {
  for await (const event of source.import({ scopes, attributes, watched, lists, part, quick, signal })) {
    if (event.type === 'scope-incomplete') throw new ReadFailure(event.fault)
    if (event.type !== 'objects') yield eventFrame(event)
    else {
      yield blockFrame(event.scope, event.block)
      event.block.release?.()
    }
  }
}

async function answerOf(
  source: DirectorySource,
  call: Exclude<Call, { method: 'import' }>,
  tell: (result: unknown) => void,
  signal: AbortSignal,
): Promise<unknown> {
  switch (call.method) {
    case 'probe':
      return source.probe(tell, signal, call.mapped)
    case 'browse':
      return source.browse(call.parent, signal)
    case 'find-units':
      return source.findUnits(call.text, signal)
    case 'resolve-units':
      return source.resolveUnits(call.references, signal)
    case 'describe-objects':
      return source.describeObjects(call.references, signal)
    case 'describe-attributes':
      return source.describeAttributes(call.names, signal)
    case 'find':
      return source.find(call.text, call.attributes, signal)
    case 'identify':
      return source.identify(call.dns, signal)
    case 'look-up':
      return all(source.lookUp(call.anchors, call.attributes, signal))
  }
}

async function all(batches: AsyncIterable<LookUpResult[]>): Promise<LookUpResult[]> {
  const results: LookUpResult[] = []
  for await (const batch of batches) results.push(...batch)
  return results
}
