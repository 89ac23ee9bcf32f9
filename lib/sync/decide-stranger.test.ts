import { describe, expect, test } from 'vitest'
import type { Problem } from './change'
import { decidePerson } from './decide-person'
import type { CandidateFacts, PersonFacts } from './facts'
import { aCandidate, anchorOf, aPerson, aStranger, attributesOf } from './testing/builders'

const decide = (facts: Partial<PersonFacts> = {}) => decidePerson(aStranger(facts))
const outcome = (facts: Partial<PersonFacts> = {}) => {
  const change = decide(facts)
  return [change?.kind, change?.because.code]
}
const facing = (candidate: Partial<CandidateFacts>) => outcome({ candidates: [aCandidate(candidate)] })

test('somebody new in scope is added with every value and the manager', () => {
  expect(decide({ manager: anchorOf(7) })).toEqual({
    anchor: anchorOf(1),
    accountId: null,
    kind: 'add',
    because: { code: 'new-in-scope', args: { unit: 'OU=People,DC=example,DC=com' } },
    problems: [],
    read: true,
    before: null,
    after: { ...aPerson().attributes, manager: anchorOf(7), active: true },
    displayName: 'Ada Lovelace',
    email: 'ada@example.com',
    unit: 'OU=People,DC=example,DC=com',
  })
})

describe('nobody gets an account', () => {
  test('outside the included units', () =>
    expect(outcome({ placement: 'not-in-scope' })).toEqual(['skip', 'not-in-scope']))
  test('who is no person', () =>
    expect(outcome({ placement: 'built-in-account' })).toEqual(['skip', 'built-in-account']))
  test('who is disabled', () =>
    expect(outcome({ person: aPerson({ status: 'disabled' }) })).toEqual(['skip', 'disabled-never-joined']))
  test('who is expired', () =>
    expect(outcome({ person: aPerson({ status: 'expired' }) })).toEqual(['skip', 'expired-never-joined']))
  test('whose status could not be read', () => {
    const problems = [{ code: 'status-unreadable' as const, args: {} }]
    expect(decide({ person: aPerson({ status: 'unknown', problems }) })).toMatchObject({ kind: 'skip', problems })
  })
  test('whose data has a problem, and all problems are told', () => {
    const problems: Problem[] = [
      { code: 'domain-unverified', args: { domain: 'other.example' } },
      { code: 'value-too-long', args: { field: 'title', length: 300, max: 256 } },
    ]
    expect(decide({ person: aPerson({ problems }) })).toMatchObject({ because: { code: 'problem' }, problems })
  })
  test('whose address somebody else of the read has', () =>
    expect(decide({ sameAddress: { others: 1, example: 'Augusta King' } })).toMatchObject({
      kind: 'skip',
      problems: [{ code: 'mail-duplicate', args: { address: 'ada@example.com', others: 1, example: 'Augusta King' } }],
    }))
})

test('removed characters are remarked and keep nobody out', () => {
  const problems = [{ code: 'value-cleaned' as const, args: { attributes: 'displayname' } }]
  expect(decide({ person: aPerson({ problems }) })).toMatchObject({ kind: 'add', problems })
})

describe('linking is silent only where nothing can be taken over', () => {
  test('a verified, unmanaged, unprivileged account with the same address is linked, and only differences change', () => {
    const candidate = aCandidate({ attributes: attributesOf({ displayName: 'Ada L.', email: 'Ada@Example.com' }) })
    expect(decide({ candidates: [candidate] })).toMatchObject({
      kind: 'link',
      accountId: 'account-unmanaged',
      because: { code: 'same-verified-mail' },
      before: { displayName: 'Ada L.', givenName: null, familyName: null },
      after: { displayName: 'Ada Lovelace', givenName: 'Ada', familyName: 'Lovelace' },
    })
  })
  test.each<[string, Partial<CandidateFacts>, string]>([
    ['an address nobody verified', { emailVerified: false }, 'address-in-use'],
    ['an owner', { role: 'owner' }, 'account-privileged'],
    ['an administrator', { role: 'administrator' }, 'account-privileged'],
    ['a break-glass account', { breakGlass: true }, 'account-privileged'],
    ['the acting administrator', { acting: true }, 'account-privileged'],
    ["another connector's account", { source: 'other' }, 'account-of-other-source'],
    ['a former person', { formerPerson: true }, 'account-former-person'],
    ['somebody who declined', { apart: 'declined' }, 'account-under-review'],
    ['an account we blocked', { blockedBySync: true }, 'account-former-person'],
    [
      'somebody who is joined, former person or not',
      { joinedAnchor: anchorOf(2), formerPerson: true },
      'address-in-use',
    ],
    ['somebody joined of whom we took access', { joinedAnchor: anchorOf(2), blockedBySync: true }, 'address-in-use'],
    ['somebody who is joined', { source: 'this', joinedAnchor: anchorOf(2) }, 'address-in-use'],
    ['an account joined and yet unmanaged', { joinedAnchor: anchorOf(2) }, 'address-in-use'],
  ])('never %s', (_, candidate, code) => expect(facing(candidate)).toEqual(['skip', code]))
  test('never one of several', () =>
    expect(outcome({ candidates: [aCandidate(), aCandidate({ id: 'second' })] })).toEqual(['skip', 'ambiguous']))
  test('an address that this plan frees is free', () =>
    expect(outcome({ candidates: [aCandidate({ source: 'this' })], addressFreed: true })).toEqual([
      'add',
      'new-in-scope',
    ]))
})
