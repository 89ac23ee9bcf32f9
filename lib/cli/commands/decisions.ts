import { type DecideCase, decideCase } from '@/lib/runs/decide-case'
import { type JoinCase, listCases } from '@/lib/store/join-cases'
import { inOrganization } from '@/lib/store/organization'
import { holderOf, type JoinCandidate } from '@/lib/sync/join-question'
import { sentence } from '@/lib/words/words'
import { type Answer, Refused, refuse } from '../answer'
import { connectorNamed } from '../connector-named'
import type { Context } from '../context'

const casesAtOnce = 500

/** `decisions CONNECTOR`: the people whom the rules for joining leave open, with what is known of each account. */
export async function decisions(context: Context, name: string): Promise<Answer> {
  const { id } = await connectorNamed(context, name)
  const cases = await everyCase(context, id)
  return {
    exit: 0,
    json: cases.map(one => ({ ...one, addressHeldBy: holderOf(one)?.accountId ?? null })),
    lines: cases.length === 0 ? [sentence('nothing-to-decide', {}, 'cli')] : cases.flatMap(linesOf),
  }
}

export type Decision = { link?: string; create?: boolean; leaveApart?: boolean; reason: string; evidence?: string }

/**
 * `decide CONNECTOR PERSON --link ACCOUNT | --create | --leave-apart --reason TEXT`: the next run does it. The person is named by
 * address, name or objectGUID, the account by address or id. With `--evidence` nothing is decided when anything is different
 * from what that hash was of.
 */
export async function decide(context: Context, name: string, person: string, decision: Decision): Promise<Answer> {
  const { organizationId, actor } = context
  const connector = await connectorNamed(context, name)
  const found = oneOf(await everyCase(context, connector.id), person)
  const { anchor, evidenceHash } = found
  const outcome = await decideCase(organizationId, {
    ...choiceOf(found, decision),
    ...{ connectorId: connector.id, anchor, reason: decision.reason, decidedBy: actor.id },
    evidenceHash: decision.evidence ?? evidenceHash,
  })
  if (!outcome.ok) throw new Refused(outcome.faults)
  const { choice, accountId } = choiceOf(found, decision)
  return {
    exit: 0,
    json: { anchor, choice, accountId, evidenceHash },
    lines: [sentence('decided', { person: found.displayName, choice, account: addressOf(found, accountId) }, 'cli')],
  }
}

async function everyCase({ organizationId }: Context, connectorId: string): Promise<JoinCase[]> {
  const all: JoinCase[] = []
  for (let page = 1; ; page++) {
    const some = await inOrganization(organizationId, tx => listCases(tx, connectorId, { page, pageSize: casesAtOnce }))
    all.push(...some)
    if (some.length < casesAtOnce) return all
  }
}

/** @throws Refused `case-not-found`, `case-ambiguous` */
function oneOf(cases: readonly JoinCase[], wanted: string): JoinCase {
  const text = wanted.trim().toLowerCase()
  const named = cases.filter(({ anchor, email, displayName }) =>
    [anchor, email, displayName].some(value => value?.toLowerCase() === text),
  )
  const [found, another] = named
  if (!found) refuse('case-not-found', { person: wanted })
  if (another) refuse('case-ambiguous', { person: wanted, known: named.map(({ anchor }) => anchor).join(', ') })
  return found
}

/** @throws Refused `choice-missing`, `account-not-found` */
function choiceOf({ candidates }: JoinCase, { link, create, leaveApart }: Decision) {
  const chosen = [link !== undefined, create === true, leaveApart === true].filter(Boolean)
  if (chosen.length !== 1) refuse('choice-missing')
  const choice: DecideCase['choice'] = create ? 'create' : leaveApart ? 'leave-apart' : 'link'
  if (link === undefined) return { choice, accountId: null }
  const account = candidates.find(({ accountId, address }) => accountId === link || address === link.toLowerCase())
  return { choice, accountId: account?.accountId ?? refuse('account-not-found', { account: link }) }
}

const addressOf = ({ candidates }: JoinCase, accountId: string | null): string =>
  candidates.find(one => one.accountId === accountId)?.address ?? '-'

function linesOf(one: JoinCase): string[] {
  const { displayName, email, because, candidates, decision } = one
  const decided = decision !== null && decision.evidenceHash === one.evidenceHash ? decision : null
  return [
    `${displayName} (${email ?? '-'}): ${sentence(because.code, because.args, 'sync')}`,
    ...candidates.map(account => `  ${candidateLine(account)}`),
    ...(decided
      ? [`  ${sentence('decided-waits', { by: decided.decidedByName, choice: decided.choice }, 'cli')}`]
      : []),
  ]
}

const candidateLine = ({ displayName, address, accountId, rules, against, sid }: JoinCandidate): string =>
  sentence(
    'candidate',
    {
      ...{ account: displayName, address, accountId, rules: rules.join(', ') },
      ...{ against: against.join(', ') || 'none', sid: sid === 'in-history' ? 'history' : (sid ?? 'unknown') },
    },
    'cli',
  )
