import * as fc from 'fast-check'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { env } from '@/lib/env'
import { SafetySettings } from '@/lib/settings/safety'
import words from '@/lib/words/en/sync.json'
import { type Change, isAction, isRemoval } from './change'
import { decideRevert, waitsForAddress } from './decide-revert'
import type { AccountFacts } from './facts'
import { judge } from './judge'
import { changeHash, planHash } from './plan-hash'
import { addsUp, reportFrom } from './report'
import { settleAddresses } from './settle-addresses'
import { applyPlan } from './testing/apply-plan'
import { aHistory, someCounts, someLimits, testNow } from './testing/builders'
import { type Story, story } from './testing/stories'
import { type Directory, type Messenger, type Plan, planWorld, type WorldSettings } from './testing/world'

const times = env().ENROLLMENT_TEST_RUNS
const numRuns = 600 * times
const seed = 20270301
const day = 86_400_000
const [yesterday, today, tomorrow] = [-1, 0, 1].map(days => new Date(testNow.getTime() + days * day)) as [
  Date,
  Date,
  Date,
]
const coverage = new Map<string, number>()
const saw = (what: string) => coverage.set(what, (coverage.get(what) ?? 0) + 1)

/** One run: what was read, what Messenger was like, and the plan. */
type Turn = {
  story: Story
  now: Date
  settings: WorldSettings
  directory: Directory
  messenger: Messenger
  plan: Plan
}

/**
 * Yesterday's run is carried out, then the directory and the accounts change, then comes today's; and tomorrow's finds
 * the directory as it was today.
 */
function turns(story: Story): Turn[] {
  const { before, after, meanwhile } = story
  const { settings, laterSettings } = story
  const first = turn(story, settings, yesterday, before, story.messenger)
  const second = turn(story, laterSettings, today, after, meanwhile(carriedOut(first)))
  return [first, second, turn(story, laterSettings, tomorrow, after, carriedOut(second))]
}

const turn = (story: Story, settings: WorldSettings, now: Date, directory: Directory, messenger: Messenger): Turn => ({
  story,
  settings,
  now,
  directory,
  messenger,
  plan: planWorld(directory, messenger, settings, now),
})

const carriedOut = ({ plan, messenger, directory, now }: Turn) => applyPlan(plan, messenger, directory, now).messenger

const always = (holds: (turn: Turn) => void) =>
  fc.assert(
    fc.property(story, told => {
      for (const one of turns(told)) holds(one)
    }),
    { numRuns, seed, plugins: [fc.unbiased()] },
  )

/** Whether accounts that exist wait for one another, so that none of them can be the first. */
const circles = ({ groups, facts }: Plan): boolean =>
  [...groups].some(([anchor, group]) => {
    const holder = facts.find(one => one.person.anchor === anchor)?.candidates[0]?.joinedAnchor
    return anchor === group && holder !== null && holder !== undefined && groups.get(holder) === group
  })

const actionsOf = (plan: Plan) => plan.changes.filter(change => isAction(change.kind))
const hashOf = (plan: Plan) => planHash(plan.changes.map(changeHash))
const accountOf = (messenger: Messenger, change: Change) => messenger.accounts.get(change.accountId ?? '')

/** What is left of a run that is taken back, as the accounts are now. */
function reverted({ plan, directory, now }: Turn, messenger: Messenger): Messenger {
  const undone = actionsOf(plan).map(done => {
    const accountId = done.accountId ?? `account-of-${done.anchor}`
    const joined = [...messenger.joins].find(([, join]) => join.accountId === accountId)
    const holder = [...messenger.accounts.values()].find(
      other => other.id !== accountId && other.emailKey === done.before?.email,
    )
    const account = messenger.accounts.get(accountId) ?? null
    return { done: { ...done, accountId }, account, joinedAnchor: joined?.[0] ?? null, holder: holder?.id ?? null }
  })
  const decide = (one: (typeof undone)[number], addressFree: boolean) => decideRevert({ ...one, addressFree, run: 1 })
  const waits = (one: (typeof undone)[number]) => one.holder !== null && waitsForAddress(decide(one, true))
  const claims = undone.filter(waits).map(({ done, holder }) => ({ ...done, waitsFor: holder ?? '' }))
  const leaves = undone.filter(one => !waits(one) && decide(one, one.holder === null).after?.email !== undefined)
  const groups = settleAddresses(claims, new Set(leaves.map(({ done }) => done.accountId)))
  const changes = undone.map(one => decide(one, one.holder === null || (waits(one) && groups.has(one.done.anchor))))
  return applyPlan({ ...plan, facts: [], changes, groups }, messenger, directory, now).messenger
}

/** All but what could not be told from what was there before, and what is protected by now. */
const isRestored = ({ kind }: Change, before: AccountFacts): boolean =>
  !(kind === 'deactivate' && before.suspended) &&
  !(kind === 'release' && (before.role !== 'member' || !before.emailVerified)) &&
  before.shield === null

function cover({ story: { unitsRenamed }, plan }: Turn) {
  saw('runs')
  if (unitsRenamed) saw('renamed units')
  if (plan.facts.some(facts => facts.sameAddress.others > 0)) saw('duplicate addresses')
  for (const kind of new Set(plan.changes.map(change => change.kind))) saw(`kind ${kind}`)
  for (const code of new Set(plan.changes.map(change => change.because.code))) saw(`reason ${code}`)
}

vi.setConfig({ testTimeout: 30_000 * times })

describe('invariants over generated directories', () => {
  test('everybody has exactly one row or none, and the report adds up', () => {
    always(turn => {
      cover(turn)
      const { plan, directory } = turn
      const rows = plan.changes.map(({ kind, read }) => ({
        kind,
        read,
        state: 'applied' as const,
        problem: false,
        count: 1,
      }))
      const { unchanged, alreadyGone, absent } = plan
      expect(addsUp(reportFrom({ read: directory.people.length, notRead: absent, unchanged, alreadyGone, rows }))).toBe(
        true,
      )
      expect(new Set(plan.changes.map(change => change.anchor)).size).toBe(plan.changes.length)
    })
  })

  test('2: an empty read never counts, whatever was there before', () => {
    always(({ settings, directory, messenger, now }) => {
      const empty: Directory = { ...directory, people: [] }
      const plan = planWorld(empty, messenger, settings, now)
      const removals = plan.changes.filter(change => isRemoval(change.kind)).length
      const linked = messenger.joins.size
      const verdict = judge(
        someCounts({ inScope: 0, linked, removals }),
        aHistory({ window: { removals: 0, linked } }),
        someLimits(),
      )
      expect(verdict).toMatchObject({ kind: 'hold' })
      expect(verdict.kind === 'hold' && verdict.holds.some(one => one.covers === 'everything')).toBe(true)
    })
  })

  test('5: a second run on an unchanged directory changes nothing, however addresses passed from one to another', () => {
    always(({ settings, directory, plan, messenger, now }) => {
      const applied = applyPlan(plan, messenger, directory, now)
      expect(applied.failed).toEqual([])
      const again = planWorld(directory, applied.messenger, settings, now)
      expect(actionsOf(again)).toEqual([])
      expect(applyPlan(again, applied.messenger, directory, now).messenger).toEqual(applied.messenger)
      if (plan.groups.size > 0) saw('addresses taken over')
      if (circles(plan)) saw('circles of addresses')
    })
  })

  test('5: renaming units changes nothing', () => {
    always(({ settings, directory, plan, messenger, now }) => {
      const applied = applyPlan(plan, messenger, directory, now).messenger
      const renamed = { ...directory, units: directory.units.map(unit => ({ ...unit, dn: `${unit.dn} again` })) }
      const again = planWorld(directory, applied, settings, now)
      expect(hashOf(planWorld(renamed, applied, settings, now))).toBe(hashOf(again))
    })
  })

  test('6: the order of people, of values and of accounts does not matter', () => {
    always(({ settings, directory, plan, messenger, now }) => {
      const people = directory.people.toReversed().map(person => ({
        ...person,
        attributes: Object.fromEntries(
          Object.entries(person.attributes)
            .toReversed()
            .map(([name, values]) => [name, values.toReversed()]),
        ),
      }))
      const accounts = new Map([...messenger.accounts].toReversed())
      const shuffled = planWorld({ ...directory, people }, { ...messenger, accounts }, settings, now)
      expect(hashOf(shuffled)).toBe(hashOf(plan))
    })
  })

  test("7: nobody gets another anchor's account, and a new anchor none that somebody had", () => {
    always(({ plan, messenger }) => {
      for (const change of actionsOf(plan)) {
        const owners = [...messenger.joins]
          .filter(([, join]) => join.accountId === change.accountId)
          .map(([anchor]) => anchor)
        expect(owners.every(owner => owner === change.anchor)).toBe(true)
        const account = accountOf(messenger, change)
        if (change.kind === 'link' && account?.owner !== change.anchor) expect(account?.formerPerson).toBe(false)
        if (change.kind !== 'link' && change.kind !== 'add') expect(owners).toEqual([change.anchor])
      }
    })
  })

  test('8: an account is linked only where everything speaks for it', () => {
    always(({ plan, messenger }) => {
      for (const change of plan.changes.filter(one => one.kind === 'link')) {
        const account = accountOf(messenger, change)
        expect(account).toMatchObject({
          emailVerified: true,
          role: 'member',
          breakGlass: false,
          apart: null,
          acting: false,
          source: 'none',
        })
        const facts = plan.facts.find(one => one.person.anchor === change.anchor)
        expect(facts).toMatchObject({ sameAddress: { others: 0 }, placement: 'in', person: { status: 'enabled' } })
        const others = facts?.candidates.filter(
          one => one.id !== change.accountId && one.emailKey !== facts.person.emailKey,
        )
        expect(others?.every(one => one.joinedAnchor !== null && one.ownerPresent)).toBe(true)
        const linked = facts?.candidates.find(one => one.id === change.accountId)
        expect(linked?.claimants).toBe(1)
        expect(facts?.rules.some(rule => linked?.rules.includes(rule))).toBe(true)
        const numbers = [linked?.attributes.employeeNumber, facts?.person.attributes.employeeNumber].filter(Boolean)
        expect(new Set(numbers).size).toBeLessThan(2)
        expect(account?.emailKey).toMatch(/@example\.com$/)
      }
    })
  })

  test('9: what is not ours is never touched, and what is protected is never taken away', () => {
    always(({ directory, plan, messenger, now }) => {
      const { messenger: next } = applyPlan(plan, messenger, directory, now)
      for (const [id, account] of messenger.accounts) {
        const guarded = account.role === 'owner' || account.breakGlass || account.acting || account.source === 'other'
        const joined = [...messenger.joins.values()].some(join => join.accountId === id)
        if (guarded) expect(next.accounts.get(id)).toEqual(account)
        if (account.role === 'administrator')
          expect(next.accounts.get(id)).toMatchObject({
            blockedBySync: account.blockedBySync,
            emailKey: account.emailKey,
          })
        if (!joined) expect(next.accounts.get(id)).toMatchObject({ blockedBySync: account.blockedBySync })
        expect(next.accounts.get(id)?.blockedByAdmin).toBe(account.blockedByAdmin)
      }
    })
  })

  test('an exclusion takes access from nobody, and whom it protects keeps everything it names', () => {
    always(({ directory, plan, messenger, now }) => {
      const { messenger: next } = applyPlan(plan, messenger, directory, now)
      for (const { placement, joined } of plan.facts)
        if (placement === 'excluded' && joined)
          expect(next.accounts.get(joined.account.id)).toMatchObject({
            attributes: joined.account.attributes,
            blockedBySync: joined.account.blockedBySync,
            suspended: joined.account.suspended,
          })
      for (const { joined } of plan.facts) {
        if (!joined?.account.shield) continue
        const after = next.accounts.get(joined.account.id)
        if (joined.account.shield.effect === 'leave-as-is')
          expect(after).toEqual(messenger.accounts.get(joined.account.id))
        if (!joined.account.blockedBySync) expect(after?.blockedBySync).toBe(false)
      }
    })
  })

  test('17: a run that is reverted leaves everybody as they were, except for what is never deleted', () => {
    always(turn => {
      const { plan, messenger } = turn
      const applied = carriedOut(turn)
      const back = reverted(turn, applied)
      for (const change of actionsOf(plan)) {
        const id = change.accountId ?? `account-of-${change.anchor}`
        const [before, after] = [messenger.accounts.get(id), back.accounts.get(id)]
        if (before === undefined) {
          expect(after).toMatchObject({ blockedBySync: true, source: 'none' })
          expect(back.joins.has(change.anchor)).toBe(false)
          saw('reverted additions')
        } else if (isRestored(change, before)) {
          const { attributes, emailKey, blockedBySync, suspended, source, blockedByAdmin } = before
          // An address that a new account was given stays with that account, which is never deleted.
          const taken = [...back.accounts.values()].some(other => other.id !== id && other.emailKey === emailKey)
          const { email, ...values } = attributes
          expect(after).toMatchObject({ attributes: values, blockedBySync, suspended, source, blockedByAdmin })
          if (taken || change.kind === 'reactivate') saw('addresses that may stay')
          else expect(after).toMatchObject({ attributes: { email }, emailKey })
          expect(back.joins.has(change.anchor)).toBe(messenger.joins.has(change.anchor))
          saw(`reverted ${change.kind}`)
        }
      }
    })
  })

  test('17: what somebody changed after the run is not taken back with it', () => {
    always(turn => {
      const applied = carriedOut(turn)
      const edited = new Map(
        [...applied.accounts].map(([id, account]) => [
          id,
          { ...account, attributes: { ...account.attributes, title: 'Typed by hand', department: 'By hand' } },
        ]),
      )
      const back = reverted(turn, { ...applied, accounts: edited })
      for (const [id, account] of back.accounts) {
        const was = edited.get(id)?.attributes
        expect(account.attributes).toMatchObject({ title: was?.title ?? null, department: was?.department ?? null })
      }
    })
  })

  test('absence acts only when it was noted before, and a silent server is never evidence', () => {
    always(({ plan, directory, messenger, now }) => {
      for (const change of plan.changes.filter(one => !one.read && isAction(one.kind))) {
        const suspectedAt = messenger.joins.get(change.anchor)?.suspectedAt ?? now
        expect(directory.tombstones.has(change.anchor) || suspectedAt < now).toBe(true)
        expect(directory.silent.has(change.anchor)).toBe(false)
      }
    })
  })

  test('1: whose unit cannot be read loses nothing by it, however long it lasts', () => {
    always(({ story: { hidden, settings }, plan, directory, messenger }) => {
      const rules = settings.units.mode === 'chosen' ? settings.units.rules : []
      const hasRule = (unit: unknown) => rules.some(({ anchor }) => anchor === unit)
      const isRead = (unit: unknown) => directory.units.some(({ anchor }) => anchor === unit)
      const taken = plan.changes.filter(({ kind }) => isRemoval(kind))
      for (const { anchor, because } of taken) {
        const parent = directory.people.find(person => person.anchor === anchor)?.parent
        if (because.code === 'absent-twice') expect(isRead(messenger.joins.get(anchor)?.parent)).toBe(true)
        if (['moved-out-of-scope', 'unit-not-included'].includes(because.code))
          expect(isRead(parent) || hasRule(parent)).toBe(true)
      }
      const unseen = plan.changes.filter(({ because }) => because.code === 'absent-unit-unreadable')
      if (hidden?.below && unseen.length > 0) saw('people of hidden units')
      if (plan.changes.some(({ because }) => because.code === 'unit-unreadable')) saw('people below hidden units')
    })
  })

  test('9: asking about new units takes nothing from anybody that including them would not', () => {
    always(({ settings, directory, messenger, plan, now }) => {
      if (settings.units.mode === 'none' || settings.units.newUnits !== 'ask') return
      const included = planWorld(directory, messenger, { ...settings, newUnits: new Set() }, now)
      const taken = new Set(included.changes.filter(({ kind }) => isRemoval(kind)).map(({ anchor }) => anchor))
      for (const { anchor, kind } of plan.changes) if (isRemoval(kind)) expect(taken).toContain(anchor)
      if (plan.changes.some(({ because }) => because.code === 'new-unit-undecided')) saw('people of new units')
    })
  })

  test('every row says why, with everything its sentence needs', () => {
    const sentences: Record<string, string> = words
    always(({ plan }) => {
      for (const { because, problems } of plan.changes)
        for (const { code, args } of [because, ...problems]) {
          const needed = [...(sentences[code] ?? '{no sentence}').matchAll(/\{(\w+)[,}]/g)].map(match => match[1] ?? '')
          expect(Object.keys(args)).toEqual(expect.arrayContaining([...new Set(needed)]))
        }
    })
  })
})

/** What companies decide, from one end of what is allowed to the other. */
const anySafety = fc.record({
  removalsPercent: fc.integer({ min: 1, max: 50 }),
  removalsPeople: fc.oneof(fc.constant(50), fc.integer({ min: 5, max: 100_000 })),
  weekPercent: fc.integer({ min: 1, max: 50 }),
  scopePercent: fc.integer({ min: 1, max: 50 }),
})

test('3: the gate holds all removals or none', () => {
  const company = fc.record({
    linked: fc.nat(3000),
    share: fc.nat(1000),
    window: fc.nat(300),
    scope: fc.nat(40),
    safety: fc.oneof(fc.constant({}), anySafety),
  })
  const property = fc.property(company, ({ linked, share, window, scope, safety }) => {
    const removals = Math.floor((linked * share) / (share > 500 ? 1000 : 10_000))
    const scopes = [{ name: 'OU=Sales', linked: Math.min(scope, linked), removals: Math.min(scope, removals) }]
    const counts = someCounts({ linked, inScope: linked + 1, removals, scopes })
    const verdict = judge(counts, aHistory({ window: { removals: window, linked } }), someLimits(safety))
    saw('verdicts')
    if (verdict.kind === 'hold') saw('holds')
    const { removalsPercent, removalsPeople, weekPercent } = { ...SafetySettings.parse({}), ...safety }
    const beyond =
      removals > removalsPeople ||
      removals > (linked * removalsPercent) / 100 ||
      removals + window > (linked * weekPercent) / 100
    if (removals > 5 && beyond) expect(verdict.kind).toBe('hold')
    // Whatever a company decided: more than half of its people never leave without somebody who looked.
    if (removals > 5 && removals > linked / 2) expect(verdict.kind).toBe('hold')
    const emptied = scopes.some(one => one.removals === one.linked && one.linked > 3 && removals > 0)
    if (emptied) expect(verdict.kind).toBe('hold')
    if (verdict.kind === 'hold') expect(verdict.holds.every(one => one.covers === 'removals')).toBe(true)
  })
  fc.assert(property, { numRuns, seed, plugins: [fc.unbiased()] })
})

afterAll(() => {
  const runs = coverage.get('runs') ?? 0
  const shares = [...coverage].sort().map(([what, count]) => `${what} ${Math.round((count / runs) * 100)} %`)
  console.warn(`invariants: seed ${seed}, ${runs} runs; ${shares.join(', ')}`)
  const atLeast = (what: string, share: number) =>
    expect(coverage.get(what) ?? 0, what).toBeGreaterThanOrEqual(share * runs)
  atLeast('reason absent-twice', 0.02)
  atLeast('renamed units', 0.05)
  atLeast('duplicate addresses', 0.05)
  atLeast('holds', 0.1)
  atLeast('reason look-up-failed', 0.1)
  atLeast('people of hidden units', 0.02)
  atLeast('addresses taken over', 0.02)
  for (const reason of ['same-verified-mail', 'same-employee-number', 'account-claimed-twice', 'person-recreated'])
    atLeast(`reason ${reason}`, 0.005)
  atLeast('circles of addresses', 0.005)
  atLeast('people of new units', 0.02)
  atLeast('people below hidden units', 0.02)
  for (const reason of ['excluded', 'excluded-by-rule', 'protected-by-exclusion', 'not-matching-inclusion-rule'])
    atLeast(`reason ${reason}`, 0.02)
  for (const kind of ['update', 'deactivate', 'reactivate']) atLeast(`reverted ${kind}`, 0.02)
  for (const kind of [
    ...['add', 'link', 'update', 'reactivate', 'deactivate', 'suspend', 'release', 'skip', 'suspect', 'leave-alone'],
  ])
    atLeast(`kind ${kind}`, 0.02)
})
