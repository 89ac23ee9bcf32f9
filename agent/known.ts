import { type Call, KnownAnchors, KnownObjects, type KnownRequest, mostAnchors } from '@/lib/agent-protocol/directory'
import type { AgentJob } from '@/lib/agent-protocol/messages'
import type { Anchor } from '@/lib/directory/anchor'
import type { QuickRequest } from '@/lib/directory/source'
import { again } from './again'
import type { Portal } from './portal'

type Quick = NonNullable<Extract<Call, { method: 'import' }>['quick']>
type Question = KnownRequest extends infer R ? (R extends KnownRequest ? Omit<R, 'claim'> : never) : never

/** What a quick import goes on from, asked of the portal piece by piece; nothing of it is kept here. */
export type AskedQuick = QuickRequest & {
  /** The error behind a fault of the reader, which only knows that its question was not answered. */
  whatFailed(): unknown
}

export function askForKnown(
  { portal, job }: { portal: Portal; job: Pick<AgentJob, 'id' | 'claim'> },
  { watermark }: Quick,
  signal: AbortSignal,
): AskedQuick {
  let failure: unknown
  const ask = (question: Question): Promise<unknown> =>
    again(() => portal.post(`jobs/${job.id}/known`, { claim: job.claim, ...question }, signal), signal).catch(error => {
      failure ??= error
      throw error
    })
  const anchorsOf = async (question: Question): Promise<Anchor[]> => KnownAnchors.parse(await ask(question)).anchors
  const readAgain = anchorsOf({ ask: 'again' })
  // The reader may end before it needs them.
  readAgain.catch(() => undefined)
  return {
    watermark,
    known: objects(ask),
    again: readAgain,
    async naming(anchors) {
      const found: Anchor[] = []
      for (let at = 0; at < anchors.length; at += mostAnchors)
        found.push(...(await anchorsOf({ ask: 'naming', anchors: anchors.slice(at, at + mostAnchors) })))
      return [...new Set(found)]
    },
    whatFailed: () => failure,
  }
}

async function* objects(ask: (question: Question) => Promise<unknown>): AsyncGenerator<Buffer> {
  for (let after: number | null = 0; after !== null; ) {
    const { part, records }: { part: number | null; records: string } = KnownObjects.parse(
      await ask({ ask: 'objects', after }),
    )
    if (part !== null) yield Buffer.from(records, 'base64')
    after = part
  }
}
