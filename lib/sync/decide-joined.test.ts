import { describe, expect, test } from 'vitest'
import { decidePerson } from './decide-person'
import type { AccountFacts, PersonFacts } from './facts'
import {
  aCandidate,
  aJoin,
  aJoinedPerson,
  anchorOf,
  aPerson,
  attributesOf,
  joinedTo,
  leavingSettings,
} from './testing/builders'

const outcome = (facts: PersonFacts) => {
  const change = decidePerson(facts)
  return change === null ? null : [change.kind, change.because.code]
}
const account = (more: Partial<AccountFacts>, facts: Partial<PersonFacts> = {}) => outcome(joinedTo(more, facts))
const disabled = { person: aPerson({ status: 'disabled' }) }
const renamed = { person: aPerson({ attributes: { displayName: 'Ada King' } }) }
const outside = { placement: 'not-in-scope' as const }

describe('an account follows its person', () => {
  test('nothing differs, nothing happens', () => expect(decidePerson(aJoinedPerson())).toBeNull())
  test('only what differs changes', () =>
    expect(decidePerson(aJoinedPerson(renamed))).toMatchObject({
      kind: 'update',
      because: { code: 'attributes-differ', args: { count: 1 } },
      before: { displayName: 'Ada Lovelace' },
      after: { displayName: 'Ada King' },
    }))
  test('an absent attribute never clears', () =>
    expect(
      account({ attributes: attributesOf({ ...aPerson().attributes, title: 'Countess', manager: anchorOf(7) }) }),
    ).toBeNull())
  test('an address typed in capitals is the same address', () =>
    expect(account({ attributes: attributesOf({ ...aPerson().attributes, email: 'ADA@example.com' }) })).toBeNull())
  test('the manager is an anchor, so it changes only with the person', () =>
    expect(decidePerson(aJoinedPerson({ manager: anchorOf(7) }))).toMatchObject({ after: { manager: anchorOf(7) } }))
  test('an address that somebody else holds is not taken', () =>
    expect(account({ emailKey: 'old@example.com' }, { candidates: [aCandidate()] })).toEqual([
      'skip',
      'address-in-use',
    ]))
  test('an address that this plan frees is taken', () =>
    expect(account({ emailKey: 'old@example.com' }, { candidates: [aCandidate()], addressFreed: true })).toEqual([
      'update',
      'attributes-differ',
    ]))
  test('who has the address already keeps it, whoever else has it in the directory', () =>
    expect(decidePerson(aJoinedPerson({ sameAddress: { others: 1, example: null } }))).toBeNull())
  test('an address somebody else has too is not moved to', () =>
    expect(account({ emailKey: 'old@example.com' }, { sameAddress: { others: 1, example: null } })).toEqual([
      'skip',
      'problem',
    ]))
})

describe('leaving', () => {
  test('disabled ends access', () =>
    expect(decidePerson(aJoinedPerson(disabled))).toMatchObject({
      kind: 'deactivate',
      because: { code: 'disabled-in-directory' },
      before: { active: true },
      after: { active: false },
    }))
  test('expired ends access', () =>
    expect(outcome(aJoinedPerson({ person: aPerson({ status: 'expired' }) }))).toEqual([
      'deactivate',
      'expired-in-directory',
    ]))
  test('an unreadable status ends nothing', () =>
    expect(
      outcome(
        aJoinedPerson({ person: aPerson({ status: 'unknown', problems: [{ code: 'status-unreadable', args: {} }] }) }),
      ),
    ).toBeNull())
  test('in another unit, which is not included', () =>
    expect(outcome(aJoinedPerson({ ...outside, parent: anchorOf(901) }))).toEqual(['deactivate', 'moved-out-of-scope']))
  test('in the same unit, which is not included any more', () =>
    expect(outcome(aJoinedPerson(outside))).toEqual(['deactivate', 'unit-not-included']))
  test('once gone, nothing more happens', () =>
    expect(account({ blockedBySync: true, blockedBecause: 'disabled-in-directory' }, disabled)).toBeNull())
  test('a leaver without an address is a leaver all the same', () =>
    expect(
      outcome(
        aJoinedPerson({
          person: aPerson({ status: 'disabled', emailKey: null, problems: [{ code: 'mail-missing', args: {} }] }),
        }),
      ),
    ).toEqual(['deactivate', 'disabled-in-directory']))
  test("an administrator's own block does not spare ours", () =>
    expect(decidePerson(joinedTo({ blockedByAdmin: true }, disabled))).toMatchObject({
      kind: 'deactivate',
      before: { active: false },
    }))
})

describe('each reason has its own policy', () => {
  test('suspend', () =>
    expect(
      decidePerson(aJoinedPerson({ ...disabled, leaving: { ...leavingSettings, disabled: 'suspend' } })),
    ).toMatchObject({
      kind: 'suspend',
      before: { suspended: false },
      after: { suspended: true },
    }))
  test('leave alone', () =>
    expect(outcome(aJoinedPerson({ ...disabled, leaving: { ...leavingSettings, disabled: 'leave-alone' } }))).toEqual([
      'skip',
      'policy-leave-alone',
    ]))
  test('of two reasons the stricter one decides', () =>
    expect(
      outcome(aJoinedPerson({ ...disabled, ...outside, leaving: { ...leavingSettings, disabled: 'suspend' } })),
    ).toEqual(['deactivate', 'unit-not-included']))
  test('incomplete data leaves the account alone', () =>
    expect(
      outcome(aJoinedPerson({ person: aPerson({ emailKey: null, problems: [{ code: 'mail-missing', args: {} }] }) })),
    ).toEqual(['skip', 'problem']))
  test('unless the company decided otherwise', () =>
    expect(
      outcome(
        aJoinedPerson({
          person: aPerson({ emailKey: null, problems: [{ code: 'mail-missing', args: {} }] }),
          leaving: { ...leavingSettings, 'incomplete-data': 'suspend' },
        }),
      ),
    ).toEqual(['suspend', 'problem']))
})

describe('coming back', () => {
  test.each([
    ['disabled-in-directory', 'enabled-again'],
    ['expired-in-directory', 'enabled-again'],
    ['absent-twice', 'back-in-directory'],
    ['moved-out-of-scope', 'back-in-scope'],
    ['problem', 'data-complete-again'],
  ] as const)('after %s: %s', (blockedBecause, code) =>
    expect(account({ blockedBySync: true, blockedBecause })).toEqual(['reactivate', code]),
  )
  test('brings the values of today in the same change', () =>
    expect(decidePerson(joinedTo({ blockedBySync: true, blockedBecause: 'absent-twice' }, renamed))).toMatchObject({
      kind: 'reactivate',
      before: { active: false, displayName: 'Ada Lovelace' },
      after: { active: true, displayName: 'Ada King' },
    }))
  test('lifts our suspension', () =>
    expect(decidePerson(joinedTo({ suspended: true, blockedBecause: 'disabled-in-directory' }))).toMatchObject({
      kind: 'reactivate',
      before: { suspended: true },
      after: { suspended: false },
    }))
  test("never lifts an administrator's block or suspension", () => {
    expect(account({ blockedByAdmin: true })).toBeNull()
    expect(account({ suspended: true })).toBeNull()
    const both = decidePerson(joinedTo({ blockedByAdmin: true, blockedBySync: true, blockedBecause: 'absent-twice' }))
    expect(both).toMatchObject({ kind: 'reactivate', after: { active: false } })
  })
  test('never on a status that could not be read', () =>
    expect(
      account(
        { blockedBySync: true, blockedBecause: 'disabled-in-directory' },
        { person: aPerson({ status: 'unknown' }) },
      ),
    ).toBeNull())
})

describe('what is protected stays', () => {
  const guarded: Partial<AccountFacts>[] = [{ role: 'owner' }, { breakGlass: true }, { acting: true }]
  test.each(guarded)('%j is not touched at all', protection => {
    expect(account(protection, disabled)).toEqual(['skip', 'protected-administrator'])
    expect(account(protection, outside)).toEqual(['skip', 'protected-administrator'])
    expect(account(protection, renamed)).toEqual(['skip', 'protected-administrator'])
    expect(account(protection)).toBeNull()
  })
  test('an administrator keeps access and address, and gets the rest', () => {
    expect(account({ role: 'administrator' }, disabled)).toEqual(['skip', 'protected-administrator'])
    expect(account({ role: 'administrator', emailKey: 'old@example.com' })).toEqual(['skip', 'protected-administrator'])
    const change = decidePerson(
      joinedTo(
        { role: 'administrator', emailKey: 'old@example.com' },
        {
          person: aPerson({ attributes: { displayName: 'Ada King', email: 'ada@example.com' } }),
        },
      ),
    )
    expect(change).toMatchObject({ kind: 'update' })
    expect(change?.after).toEqual({ displayName: 'Ada King' })
  })
  test("another connector's account is not ours, joined or not", () =>
    expect(account({ source: 'other' }, disabled)).toEqual(['skip', 'account-of-other-source']))
  test('a built-in account that somebody joined is left as it is', () =>
    expect(account({}, { placement: 'built-in-account' })).toEqual(['skip', 'built-in-account']))
})

test('the unit that a person left is named, and a join that does not know it blames the rules', () => {
  const facts = aJoinedPerson({ ...outside, parent: anchorOf(901), unit: 'OU=Leavers' })
  expect(decidePerson(facts)?.because.args).toEqual({ unit: 'OU=Leavers', from: 'OU=People,DC=example,DC=com' })
  const unknown = { ...facts, joined: facts.joined && { ...facts.joined, join: aJoin({ parent: null }) } }
  expect(outcome(unknown)).toEqual(['deactivate', 'unit-not-included'])
})
