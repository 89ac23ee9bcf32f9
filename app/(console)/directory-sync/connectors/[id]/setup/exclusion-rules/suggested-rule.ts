import { randomUUID } from 'node:crypto'
import { choice, say } from '@/app/messages/say'
import { parseAnchor } from '@/lib/directory/anchor'
import type { IncomingRule } from '@/lib/settings/exclusions'
import { inOrganization } from '@/lib/store/organization'
import { readRun } from '@/lib/store/runs'
import { type LeftOut, userNamesOf } from '@/lib/store/user-names'
import { problemCodes } from '@/lib/sync/change'
import { isRunId } from '../../../../runs/run-id'
import type { OpenConnector } from '../../../open-connector'

/** Whom a link leads here to leave out: a domain, or whom a run left out for a cause, or one person of it. */
export type Led = { leaveOut?: string; run?: string; problem?: string; about?: string; person?: string }

type Open = {
  admin: Pick<OpenConnector['admin'], 'organizationId'>
  connector: Pick<OpenConnector['connector'], 'id'>
}

/** As many values as one exclusion holds. */
const most = 500
/** As long as a reason may be. */
const mostReason = 200

/** Nothing is saved by following a link: the rule stands in the form, to be counted first. Null = it names nobody. */
export async function suggestedRule({ admin, connector }: Open, led: Led): Promise<IncomingRule | null> {
  if (led.leaveOut) return against(led.leaveOut)
  const who = whom(led)
  const { run: runId } = led
  if (!who || !runId || !isRunId(runId)) return null
  return inOrganization(admin.organizationId, async tx => {
    const run = await readRun(tx, runId)
    if (run?.connectorId !== connector.id) return null
    const [first, ...others] = await userNamesOf(tx, runId, who, most)
    if (first === undefined) return null
    const condition: Condition = {
      field: 'sAMAccountName',
      match: others.length > 0 ? 'one-of' : 'exact',
      values: [first, ...others],
    }
    return { ...rule('anchor' in who ? first : causeOf(who, run.number), condition), ...reasonOf(led) }
  })
}

function whom({ problem, about, person }: Led): LeftOut | null {
  const anchor = person === undefined ? null : parseAnchor(person)
  if (anchor) return { anchor }
  const code = problemCodes.find(one => one === problem)
  return code ? { problem: code, about } : null
}

const causeOf = ({ problem, about = '' }: Extract<LeftOut, { problem: unknown }>, run: number): string =>
  say('exclusionRules.leaveOutCause', { cause: choice(problem), about, run })

/** What the run says of them; why somebody is left out who has no problem, nobody knows but who does it. */
function reasonOf({ problem, about = '' }: Led): Pick<IncomingRule, 'reason'> {
  const cause = problemCodes.find(one => one === problem)
  if (cause === undefined) return {}
  return { reason: say('exclusionRules.leaveOutReason', { cause: choice(cause), about }).slice(0, mostReason) }
}

const against = (domain: string): IncomingRule => ({
  ...rule(say('exclusionRules.leaveOutName', { domain }), {
    ...{ field: 'mail', match: 'contains', values: [`@${domain}`.slice(0, 200)] },
  }),
  ...reasonOf({ problem: 'domain-unverified', about: domain }),
})

type Condition = Pick<IncomingRule, 'field' | 'match' | 'values'>

const rule = (name: string, condition: Condition): IncomingRule => ({
  ...{ id: randomUUID(), name: name.slice(0, 60) },
  ...condition,
})
