import { describe, expect, test } from 'vitest'
import { joinRules } from '@/lib/settings/choices'
import { decidePerson } from './decide-person'
import type { CandidateFacts, PersonFacts } from './facts'
import { aCandidate, anchorOf, aPerson, aStranger, attributesOf } from './testing/builders'

const decide = (facts: Partial<PersonFacts>) => decidePerson(aStranger(facts))
const outcome = (facts: Partial<PersonFacts>) => {
  const change = decide(facts)
  return [change?.kind, change?.because.code]
}

const choices = [true, false]
const all = choices.flatMap(emailVerified =>
  choices.flatMap(domainVerified =>
    choices.flatMap(unprivileged =>
      choices.flatMap(uniqueInDirectory =>
        choices.map(uniqueInMessenger => ({
          emailVerified,
          domainVerified,
          unprivileged,
          uniqueInDirectory,
          uniqueInMessenger,
        })),
      ),
    ),
  ),
)

describe.each(joinRules)('by %s an account is linked without asking', rule => {
  const ada = aPerson({
    emailKey: rule === 'verified-mail' ? 'ada@example.com' : 'lovelace@example.com',
    userNameKey: 'ada@example.com',
    attributes: { displayName: 'Ada', email: 'lovelace@example.com', employeeNumber: '1815' },
  })
  const account = aCandidate({ rules: [rule], attributes: attributesOf({ employeeNumber: '1815' }) })

  test.each(all)('only when everything speaks for it: %j', conditions => {
    const { emailVerified, domainVerified, unprivileged, uniqueInDirectory, uniqueInMessenger } = conditions
    const role = unprivileged ? 'member' : 'administrator'
    const met = { ...account, emailVerified, domainVerified, role, claimants: uniqueInDirectory ? 1 : 2 } as const
    const candidates = uniqueInMessenger ? [met] : [met, { ...met, id: 'another', emailKey: 'other@example.com' }]
    const linked = Object.values(conditions).every(Boolean)
    expect(decide({ person: ada, candidates })?.kind).toBe(linked ? 'link' : 'skip')
  })

  test('only when the company chose that rule', () =>
    expect(outcome({ person: ada, candidates: [account], rules: joinRules.filter(one => one !== rule) })).toEqual([
      'skip',
      'address-in-use',
    ]))
})

describe('the first rule that speaks for an account is the reason', () => {
  const candidate = aCandidate({
    emailKey: 'a.king@example.com',
    rules: ['employee-id', 'user-name'],
    attributes: attributesOf({ employeeNumber: '1815', email: 'a.king@example.com' }),
  })
  test('in the order of the settings, and the address follows the directory', () => {
    expect(decide({ candidates: [candidate] })).toMatchObject({
      kind: 'link',
      because: { code: 'same-employee-number', args: { number: '1815', address: 'a.king@example.com' } },
      after: { email: 'ada@example.com' },
    })
    expect(decide({ candidates: [candidate], rules: ['user-name', 'employee-id'] })?.because).toEqual({
      code: 'same-user-name',
      args: { address: 'a.king@example.com' },
    })
  })
})

describe('an administrator is asked', () => {
  const other = { id: 'other', emailKey: 'other@example.com' }
  const asked: [string, CandidateFacts[], string][] = [
    [
      'when one rule finds several accounts',
      [
        aCandidate({ ...other, rules: ['employee-id'] }),
        aCandidate({ id: 'b', emailKey: 'b@example.com', rules: ['employee-id'] }),
      ],
      'ambiguous',
    ],
    [
      'when two rules find two accounts',
      [aCandidate(), aCandidate({ ...other, rules: ['employee-id'] })],
      'conflicting',
    ],
    [
      'when the entry that had the account is gone, and this is a new one',
      [aCandidate({ source: 'this', joinedAnchor: anchorOf(2), ownerPresent: false })],
      'person-recreated',
    ],
    [
      'when the same number belongs to an entry that is gone',
      [
        aCandidate({
          ...other,
          source: 'this',
          rules: ['employee-id'],
          joinedAnchor: anchorOf(2),
          ownerPresent: false,
        }),
      ],
      'person-recreated',
    ],
    ['when several people of the read find it', [aCandidate({ claimants: 2 })], 'account-claimed-twice'],
    ["when the account's domain is not verified", [aCandidate({ domainVerified: false })], 'address-in-use'],
    [
      'when another connector joined this very entry',
      [aCandidate({ ...other, source: 'other', rules: ['object-guid'] })],
      'account-of-other-source',
    ],
  ]
  test.each(asked)('%s', (_, candidates, code) => expect(outcome({ candidates })).toEqual(['skip', code]))
  test('when the account has another employee number, as that of a former holder of the address does', () =>
    expect(
      outcome({
        person: aPerson({ attributes: { displayName: 'Ada', email: 'ada@example.com', employeeNumber: '2' } }),
        candidates: [aCandidate({ attributes: attributesOf({ employeeNumber: '1' }) })],
      }),
    ).toEqual(['skip', 'employee-numbers-differ']))
})

test('whoever is joined to somebody who is there is nobody else’s, and stands in no newcomer’s way but by the address', () => {
  const elsewhere = { source: 'this', joinedAnchor: anchorOf(2), emailKey: 'other@example.com' } as const
  expect(outcome({ candidates: [aCandidate({ ...elsewhere, rules: ['employee-id'] })] })).toEqual([
    'add',
    'new-in-scope',
  ])
  expect(outcome({ candidates: [aCandidate({ ...elsewhere, emailKey: 'ada@example.com' })] })).toEqual([
    'skip',
    'address-in-use',
  ])
})
