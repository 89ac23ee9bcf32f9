import type { Anchor } from '@/lib/directory/anchor'
import { type ComparedCase, readCasesToCompare, storeCandidates } from '@/lib/store/join-cases'
import { compareSids, type Sids } from '@/lib/sync/compare-sids'
import { readValues } from '@/lib/sync/read-values'
import { type LookUpAnswers, lookUp } from './look-up'
import type { Planning } from './planning'
import { fenced, reading } from './run-work'

const askedAtOnce = 100
const attributes = ['objectSid', 'sIDHistory']

/**
 * Where somebody may be back as another entry of the directory, both entries are asked for their SIDs, also the deleted one:
 * one account keeps its SID, and an account made anew has another. It is told to whoever decides; no rule goes by it, and a
 * directory that does not tell leaves it open.
 */
export async function sidPass({ work, run }: Planning): Promise<void> {
  for (let after: Anchor | null = null; ; ) {
    const page = { after, limit: askedAtOnce }
    const cases: ComparedCase[] = await reading(work, tx => readCasesToCompare(tx, run.connectorId, page))
    if (cases.length === 0) return
    const entries = cases.flatMap(({ anchor, candidates }) => [anchor, ...candidates.map(one => one.joinedAnchor)])
    const answers = await lookUp(work, [...new Set(entries.filter(entry => entry !== null))], attributes)
    const compared = cases.map(one => withEvidence(one, answers))
    await fenced(work, tx => storeCandidates(tx, run.connectorId, compared))
    after = cases.at(-1)?.anchor ?? null
  }
}

function withEvidence({ anchor, candidates }: ComparedCase, answers: LookUpAnswers): ComparedCase {
  const own = sidsOf(anchor, answers)
  return {
    anchor,
    candidates: candidates.map(({ sid: _, ...candidate }) => {
      const sid = candidate.joinedAnchor && compareSids(own, sidsOf(candidate.joinedAnchor, answers))
      return sid ? { ...candidate, sid } : candidate
    }),
  }
}

function sidsOf(anchor: Anchor, answers: LookUpAnswers): Sids {
  const object = answers.get(anchor)
  if (!object) return { sid: null, history: [] }
  const { first, all } = readValues(object)
  return { sid: first('objectSid'), history: all('sIDHistory') }
}
