import { say } from '@/app/messages/say'
import { moment } from '@/app/ui/moment'
import { plainArguments } from '@/app/ui/unit-words'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { readOrganization } from '@/lib/store/organizations'
import { type PersonInRun, readPersonHistory } from '@/lib/store/person-history'
import { isAction } from '@/lib/sync/change'
import { sentence } from '@/lib/words/words'
import type { HistoryLine } from './job-view'

/** Of each person. */
const runsTold = 10

/** What the last runs did about these people, by anchor, the newest first. */
export async function historyOf(
  tx: OrganizationTransaction,
  anchors: readonly string[],
): Promise<ReadonlyMap<string, HistoryLine[]>> {
  if (anchors.length === 0) return new Map()
  const timeZone = (await readOrganization(tx))?.timeZone ?? 'UTC'
  const told = new Map<string, HistoryLine[]>()
  for (const one of await readPersonHistory(tx, anchors, runsTold))
    told.set(one.anchor, [...(told.get(one.anchor) ?? []), historyLine(one, timeZone)])
  return told
}

function historyLine({ runId, number, at, anchor, kind, because, state, isPlan }: PersonInRun, timeZone: string) {
  const reason = sentence(because.code, plainArguments(because.args), 'sync')
  const became = !isAction(kind) ? null : isPlan ? say('check.planned') : say(`changeState.${state}`)
  return {
    href: `/directory-sync/runs/${runId}/people/${anchor}`,
    run: say('runs.number', { number }),
    text: [
      moment(at, timeZone).text,
      [say(`changeKind.${kind}`), became].filter(part => part !== null).join(', '),
      reason,
    ].join(' · '),
  }
}
