import { describe, expect, test } from 'vitest'
import { ExclusionSettings } from '@/lib/settings/exclusions'
import { decideAbsent } from './decide-absent'
import { decidePerson } from './decide-person'
import { compileIncoming, excludingAttributes } from './exclude-person'
import { compileShields } from './protect-account'
import {
  aCandidate,
  aFoundObject,
  aJoin,
  aJoinedPerson,
  anAbsentPerson,
  anAccount,
  anObject,
  aPerson,
  aStranger,
  attributesOf,
  joinedTo,
} from './testing/builders'

const id = '00000000-0000-4000-8000-000000000001'
const services = {
  id,
  name: 'Service accounts',
  field: 'samaccountname',
  match: 'starts-with' as const,
  values: ['svc-'],
}
const settings = (value: unknown) => ExclusionSettings.parse(value)
const excluded = { placement: 'excluded' as const, excludedBy: 'Service accounts' }
const shield = (effect: 'leave-as-is' | 'never-deactivate') => ({ shield: { effect, rule: 'Board' } })
const disabled = { person: aPerson({ status: 'disabled' }) }
const brief = (change: ReturnType<typeof decidePerson>) =>
  change && [change.kind, change.because.code, change.because.args]

describe('incoming exclusions', () => {
  const excludes = compileIncoming(settings({ incoming: [services] }))

  test('are met by any value of the attribute, whatever its spelling', () => {
    expect(excludes(anObject({ sAMAccountName: 'SVC-backup' }))).toBe('Service accounts')
    expect(excludes(anObject({ sAMAccountName: ['ada', 'svc-old'] }))).toBe('Service accounts')
    expect(excludes(anObject({ sAMAccountName: 'ada' }))).toBeNull()
    expect(excludes(anObject())).toBeNull()
  })

  test('name the attributes that have to be read for them, once', () => {
    expect(excludingAttributes(settings({ incoming: [services, { ...services, values: ['x'] }] }))).toEqual([
      'samaccountname',
    ])
  })

  test('keep a stranger out before anything else is said about the person', () => {
    const problems = [{ code: 'mail-missing' as const, args: {} }]
    const facts = aStranger({ ...excluded, person: aPerson({ emailKey: null, problems, status: 'disabled' }) })
    expect(brief(decidePerson(facts))).toEqual(['skip', 'excluded', { rule: 'Service accounts' }])
  })

  test('release who is joined, also when the directory says disabled', () => {
    for (const more of [{}, disabled])
      expect(brief(decidePerson(aJoinedPerson({ ...excluded, ...more })))).toEqual([
        'release',
        'excluded-by-rule',
        { rule: 'Service accounts' },
      ])
  })

  test('neither release nor bring back whom an earlier run took out', () => {
    expect(decidePerson(joinedTo({ blockedBySync: true, blockedBecause: 'absent-twice' }, excluded))).toBeNull()
  })

  test('leave the owner alone', () => {
    expect(brief(decidePerson(joinedTo({ role: 'owner' }, excluded)))?.[1]).toBe('protected-administrator')
  })

  test('are no evidence against somebody who is found only by asking', () => {
    const change = decideAbsent(anAbsentPerson({ lookUp: aFoundObject({ placement: 'excluded' }) }))
    expect(change).toMatchObject({ kind: 'leave-alone', because: { code: 'present-at-look-up' } })
  })
})

describe('protected accounts', () => {
  const account = anAccount({ id, attributes: attributesOf({ displayName: 'Ada', title: 'Chair of the board' }) })
  const board = { id, name: 'Board', field: 'title', match: 'contains', values: ['board'], effect: 'never-deactivate' }

  test('are named or met by a rule; leaving as is wins over never deactivating', () => {
    const rules = settings({ protected: { rules: [board] } })
    expect(compileShields(rules)(account)).toEqual({ effect: 'never-deactivate', rule: 'Board' })
    const accounts = [{ accountId: id.toUpperCase(), name: 'Ada', effect: 'leave-as-is' }]
    const both = settings({ protected: { rules: [board], accounts } })
    expect(compileShields(both)(account)).toEqual({ effect: 'leave-as-is', rule: 'Ada' })
    expect(compileShields(both)({ ...account, id: 'someone', attributes: attributesOf({}) })).toBeNull()
    const badges = settings({ protected: { rules: [{ ...board, field: 'badge', match: 'exact', values: ['7'] }] } })
    expect(compileShields(badges)(account)).toBeNull()
    expect(compileShields(badges)({ ...account, attributes: attributesOf({ 'custom.badge': '7' }) })?.rule).toBe(
      'Board',
    )
  })

  test.each([
    ['leave-as-is', disabled, 'protected-by-exclusion'],
    ['leave-as-is', { person: aPerson({ attributes: { title: 'New' } }) }, 'protected-by-exclusion'],
    ['never-deactivate', disabled, 'protected-by-exclusion'],
    ['never-deactivate', { person: aPerson({ attributes: { title: 'New' } }) }, 'attributes-differ'],
  ] as const)('%s keeps from %j: %s', (effect, facts, code) => {
    expect(brief(decidePerson(joinedTo(shield(effect), facts)))?.[1]).toBe(code)
  })

  test('nothing is said while nothing would happen', () => {
    expect(decidePerson(joinedTo(shield('leave-as-is')))).toBeNull()
  })

  test('an account that is left as it is is not linked either', () => {
    const facts = aStranger({ candidates: [aCandidate(shield('leave-as-is'))] })
    expect(brief(decidePerson(facts))).toEqual(['skip', 'protected-by-exclusion', { rule: 'Board' }])
  })

  test('neither is anybody taken out who is deleted in the directory', () => {
    for (const effect of ['leave-as-is', 'never-deactivate'] as const)
      expect(
        decideAbsent(
          anAbsentPerson({
            join: aJoin(),
            account: anAccount(shield(effect)),
            lookUp: aFoundObject({ deleted: true }),
          }),
        ),
      ).toMatchObject({ kind: 'leave-alone', because: { code: 'protected-by-exclusion' } })
  })
})
