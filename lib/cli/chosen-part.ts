import { choosePlan } from '@/lib/runs/choose-plan'
import { type Choice, readAnchors } from '@/lib/store/changes-chosen'
import { readGroupAnchors } from '@/lib/store/group-changes'
import { inOrganization } from '@/lib/store/organization'
import { type ChangeKind, changeKinds, isAction, type ReasonCode, reasonCodes } from '@/lib/sync/change'
import { Refused, refuse } from './answer'
import type { Context } from './context'

/** What `--kind`, `--reason` and `--groups` say; nothing of it is the whole plan. */
export type PartOptions = { kind?: string; why?: string; groups?: boolean }

/**
 * The rows of a plan that have one of the kinds and one of the reasons, with the rows about lists and organizational groups
 * where `--groups` asks for them. Undefined = the whole plan. @throws Refused `kind-unknown`, `reason-unknown`
 */
export async function choiceOf(
  { organizationId }: Context,
  runId: string,
  { kind, why, groups }: PartOptions,
): Promise<Choice | undefined> {
  if (kind === undefined && why === undefined && !groups) return undefined
  const filter = {
    ...(kind === undefined ? {} : { kinds: wordsOf(kind, changeKinds.filter(isAction), 'kind-unknown') }),
    ...(why === undefined ? {} : { reasons: wordsOf(why, reasonCodes, 'reason-unknown') }),
  }
  return inOrganization(organizationId, async tx => ({
    only: [
      ...(kind === undefined && why === undefined ? [] : await readAnchors(tx, runId, filter)),
      ...(groups ? await readGroupAnchors(tx, runId) : []),
    ],
  }))
}

function wordsOf<T extends ChangeKind | ReasonCode>(text: string, known: readonly T[], code: string): T[] {
  return text.split(',').map(part => {
    const word = part.trim()
    return known.find(one => one === word) ?? refuse(code, { word, known: known.join(', ') })
  })
}

/** The hash and the numbers of a part, as an approval of it names them. @throws Refused */
export async function planOfPart({ organizationId }: Context, runId: string, choice: Choice | undefined) {
  const outcome = await choosePlan(organizationId, { runId, choice: choice ?? { without: [] } })
  if (!outcome.ok) throw new Refused(outcome.faults)
  return outcome.value
}
