import type { Anchor } from '@/lib/directory/anchor'
import { insertChanges, type NewChangeRow } from '@/lib/store/changes'
import { readMovingAccounts } from '@/lib/store/changes-waiting'
import { insertCases, type NewJoinCase } from '@/lib/store/join-cases'
import { readDecidedAccounts } from '@/lib/store/join-decisions'
import { eachPersonFacts, type StoredPersonFacts } from '@/lib/store/mapped-people'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { type RestingRequest, setRestingApart } from '@/lib/store/people-at-rest'
import { type Change, isAction } from '@/lib/sync/change'
import { decidePerson } from '@/lib/sync/decide-person'
import { reasonOfRule } from '@/lib/sync/exclusion-reason'
import type { PersonFacts } from '@/lib/sync/facts'
import { questionAbout } from '@/lib/sync/join-question'
import { type KeptFacts, keepFacts } from '@/lib/sync/kept-facts'
import { phaseOf } from '@/lib/sync/phase'
import { changeHash } from '@/lib/sync/plan-hash'
import { type Claim, claimOf, settleAddresses } from '@/lib/sync/settle-addresses'
import { type Planning, pageSize } from './planning'
import { planned, reading, writesAtOnce } from './run-work'
import { writingBehind } from './write-behind'

/**
 * Second and third pass for the people read: facts by one set statement, decisions one by one, rows for what happens.
 * Whoever wants an address that another account has is decided once it is known which of those move away, and whoever has
 * an account that an administrator gave to another entry once it is known that it goes there.
 * @returns the accounts that go to another entry of the directory
 */
export async function decidePass(planning: Planning): Promise<ReadonlySet<string>> {
  const later: Later = { claims: [], owners: [] }
  const given = givenAway(planning)
  await eachPageOfRows(planning, { beside: given }, stored => {
    const facts = withSettings(planning, stored)
    const claim = claimOf(facts)
    if (claim !== null) later.claims.push(claim)
    else if (given.has(stored.joined?.account.id ?? '')) later.owners.push(stored.person.anchor)
    else return decide(planning, facts, null)
    return null
  })
  await decideClaims(planning, later.claims)
  const handedOver =
    given.size > 0 ? await reading(planning.work, tx => readDecidedAccounts(tx, planning.work.runId)) : given
  await decideOwners(planning, later.owners, handedOver)
  return handedOver
}

/** Whom to decide about when the others are known. */
type Later = { claims: Claim[]; owners: Anchor[] }

const givenAway = ({ decisions }: Planning): ReadonlySet<string> =>
  new Set([...decisions.values()].flatMap(({ choice, accountId }) => (choice === 'link' && accountId) || []))

async function decideClaims(planning: Planning, claims: readonly Claim[]): Promise<void> {
  if (claims.length === 0) return
  const groups = settleAddresses(claims, await accountsThatLeave(planning, claims))
  await eachPageOfRows(planning, { anchors: claims.map(claim => claim.anchor) }, stored => {
    const group = groups.get(stored.person.anchor)
    const facts = withSettings(planning, stored, group !== undefined)
    const claim = claimOf(facts)
    return decide(planning, facts, claim && group ? { ...claim, group } : null)
  })
}

async function decideOwners(
  planning: Planning,
  anchors: readonly Anchor[],
  handedOver: ReadonlySet<string>,
): Promise<void> {
  if (anchors.length === 0) return
  await eachPageOfRows(planning, { anchors }, stored => {
    const facts = withSettings(planning, stored)
    const joined = facts.joined && { ...facts.joined, handedOver: handedOver.has(facts.joined.account.id) }
    return decide(planning, { ...facts, joined }, null)
  })
}

type Decided = { row: NewChangeRow | null; asked: NewJoinCase | null }

async function eachPageOfRows(
  planning: Planning,
  some: { anchors: readonly Anchor[] } | { beside: ReadonlySet<string> },
  decideOne: (facts: StoredPersonFacts) => Decided | null,
): Promise<void> {
  const { work, run, settings } = planning
  const asked = { runId: work.runId, connectorId: run.connectorId, actingFor: run.requestedBy }
  const request = { ...asked, pageSize, rules: settings.joining.rules }
  await writingBehind(
    begin =>
      reading(work, async facts => {
        const others = 'beside' in some && (await passOverResting(planning, facts, { ...asked, except: some.beside }))
        await eachPersonFacts(facts, { ...request, ...some, others }, page => {
          const decided = page.map(decideOne).filter(one => one !== null)
          const rows = decided.flatMap(({ row }) => row ?? [])
          const cases = decided.flatMap(({ asked }) => asked ?? [])
          return begin(async () => {
            await planned(work, async tx => {
              await insertChanges(tx, work.runId, rows)
              await insertCases(tx, { connectorId: run.connectorId, runId: work.runId }, cases)
            })
            await work.failpoint?.('page-decided')
          })
        })
      }),
    writesAtOnce,
  )
}

/**
 * Most people of most runs are at rest: they are counted, and nobody looks at them one by one. Which accounts are protected
 * is decided by rules that are not for the database to judge; where there are any, everybody is looked at.
 * @returns whether the others are to be asked for
 */
async function passOverResting(
  { settings, tally }: Planning,
  tx: OrganizationTransaction,
  request: RestingRequest,
): Promise<boolean> {
  const { accounts, rules } = settings.exclusions.protected
  if (accounts.length > 0 || rules.length > 0) return false
  for (const found of await setRestingApart(tx, request)) tally.resting(found)
  return true
}

const accountsThatLeave = ({ work }: Planning, claims: readonly Claim[]): Promise<ReadonlySet<string>> =>
  reading(work, tx =>
    readMovingAccounts(
      tx,
      work.runId,
      claims.map(claim => claim.waitsFor),
    ),
  )

/** What the settings say about the person and about each account that may be concerned. */
export function withSettings(
  { settings, mapping, shields, decisions }: Pick<Planning, 'settings' | 'mapping' | 'shields' | 'decisions'>,
  stored: StoredPersonFacts,
  addressFreed = false,
): PersonFacts {
  const { joined, candidates } = stored
  return {
    ...stored,
    exclusionReason: reasonOfRule(settings.exclusions, stored.excludedBy),
    joined: joined && { ...joined, account: { ...joined.account, shield: shields(joined.account) } },
    candidates: candidates.map(candidate => ({ ...candidate, shield: shields(candidate) })),
    addressFreed,
    leaving: settings.leaving,
    policies: mapping.policies,
    rules: settings.joining.rules,
    decision: joined === null ? (decisions.get(stored.person.anchor) ?? null) : null,
  }
}

type MetClaim = Claim & { group: Anchor }

function decide({ tally, ruleCounts }: Planning, facts: PersonFacts, met: MetClaim | null): Decided {
  const change = decidePerson(facts)
  tally.read({ change, joined: facts.joined, unit: facts.unit, inScope: facts.placement === 'in' })
  ruleCounts.count(facts)
  if (change === null) return { row: null, asked: null }
  return { row: { ...toRow(change, keepFacts(facts), met), parent: facts.parent }, asked: askAbout(facts, change) }
}

function askAbout(facts: PersonFacts, change: Change): NewJoinCase | null {
  const question = questionAbout(facts, change)
  const { anchor, displayName, email, unit } = change
  return question && { ...question, anchor, displayName, email, unit }
}

/** A row as the plan begins with it; the gate may hold it afterwards. */
export const toRow = (change: Change, facts: KeptFacts | null, met: MetClaim | null = null): NewChangeRow => ({
  ...change,
  facts,
  hash: changeHash(change),
  state: isAction(change.kind) ? 'planned' : 'noted',
  phase: phaseOf(change, met !== null),
  waitsFor: met?.waitsFor ?? null,
  movesWith: change.accountId === null ? null : (met?.group ?? null),
  parent: null,
})
