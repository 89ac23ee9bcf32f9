import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { env } from '@/lib/env'
import { ExclusionSettings } from '@/lib/settings/exclusions'
import { inLanguage, languages } from '@/lib/words/language'
import { sentence } from '@/lib/words/words'
import { decideAbsent } from './decide-absent'
import { decidePerson } from './decide-person'
import { compileIncoming, excludingAttributes } from './exclude-person'
import { reasonOfRule, tellExclusion } from './exclusion-reason'
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

describe('the reason that was given for an exclusion', () => {
  const byHand = { shield: { effect: 'leave-as-is' as const, rule: 'Board', reason: 'Kept by hand' } }
  const why = { exclusionReason: 'Kept by hand' }

  test.each([
    ['kept out', decidePerson(aStranger({ ...excluded, ...why })), 'Service accounts'],
    ['released', decidePerson(aJoinedPerson({ ...excluded, ...why })), 'Service accounts'],
    ['protected', decidePerson(joinedTo(byHand, disabled)), 'Board'],
    ['not linked', decidePerson(aStranger({ candidates: [aCandidate(byHand)] })), 'Board'],
    [
      'protected though they are gone',
      decideAbsent(
        anAbsentPerson({ join: aJoin(), account: anAccount(byHand), lookUp: aFoundObject({ deleted: true }) }),
      ),
      'Board',
    ],
  ])('stands in the reason of whoever is %s, in words', (_, change, rule) => {
    const { code, args } = change?.because ?? expect.fail()
    expect(args).toEqual({ rule, ...why })
    expect(sentence(code, args, 'sync')).toMatch(/(Excluded|Protected): Kept by hand$/)
    expect(inLanguage('de', () => sentence(code, args, 'sync'))).toMatch(/(Ausgeschlossen|Geschützt): Kept by hand$/)
    // Without a reason, and as earlier releases told it.
    for (const plain of [tellExclusion(rule, undefined), { rule }])
      for (const language of languages)
        expect(inLanguage(language, () => sentence(code, plain, 'sync'))).toMatch(/^[^{:]*[“„][^{:]*\.$/)
  })

  test('is that of the rule that is named, unless several have the name and not the reason', () => {
    const reasoned = (...reasons: (string | undefined)[]) =>
      settings({ incoming: reasons.map(reason => ({ ...services, reason })) })
    expect(reasonOfRule(reasoned('Not a person'), 'Service accounts')).toBe('Not a person')
    expect(reasonOfRule(reasoned('Not a person', 'Not a person'), 'Service accounts')).toBe('Not a person')
    expect(reasonOfRule(reasoned('Not a person', undefined), 'Service accounts')).toBeUndefined()
    expect(reasonOfRule(reasoned('Not a person'), 'Contractors')).toBeUndefined()
    expect(reasonOfRule(reasoned('Not a person'), null)).toBeUndefined()
  })

  test('is looked for among the rules only for whom one of them excludes', () => {
    const { incoming } = settings({ incoming: [services] })
    const look = vi.spyOn(incoming, 'filter')
    reasonOfRule({ incoming }, null)
    expect(look).not.toHaveBeenCalled()
    reasonOfRule({ incoming }, services.name)
    expect(look).toHaveBeenCalledOnce()
  })

  test('is 3 to 200 characters long, and need not be there', () => {
    const codes = (reason: unknown) =>
      ExclusionSettings.safeParse({ incoming: [{ ...services, reason }] }).error?.issues.map(({ message }) => message)
    expect([undefined, 'abc', 'a'.repeat(200)].map(codes)).toEqual([undefined, undefined, undefined])
    expect(['', ' a  ', 'a'.repeat(201)].map(codes)).toEqual([
      ['exclusion-reason-too-short'],
      ['exclusion-reason-too-short'],
      ['exclusion-reason-too-long'],
    ])
  })

  test('changes nothing of what is decided', () => {
    const world = fc.record({
      placement: fc.constantFrom('in' as const, 'excluded' as const),
      status: fc.constantFrom('enabled' as const, 'disabled' as const, 'expired' as const),
      title: fc.constantFrom('Chair', 'Clerk'),
      effect: fc.constantFrom('leave-as-is' as const, 'never-deactivate' as const, null),
      isJoined: fc.boolean(),
    })
    fc.assert(
      fc.property(world, fc.string({ minLength: 3, maxLength: 200 }), ({ isJoined, effect, ...read }, reason) => {
        const decided = (why: { reason?: string }) => {
          const facts = {
            placement: read.placement,
            excludedBy: read.placement === 'excluded' ? 'Service accounts' : null,
            exclusionReason: why.reason,
            person: aPerson({ status: read.status, attributes: { title: read.title } }),
          }
          const guard = { shield: effect && { effect, rule: 'Board', ...why } }
          return decidePerson(
            isJoined ? joinedTo(guard, facts) : aStranger({ ...facts, candidates: [aCandidate(guard)] }),
          )
        }
        const silent = decided({})
        const told = decided({ reason })
        const { rule, exclusionReason } = told?.because.args ?? {}
        expect(exclusionReason).toBe(rule === undefined ? undefined : reason)
        const args = { ...told?.because.args, ...(rule === undefined ? {} : { exclusionReason: 'no' }) }
        expect(told && { ...told, because: { ...told.because, args } }).toEqual(silent)
      }),
      { numRuns: 200 * env().ENROLLMENT_TEST_RUNS, seed: 20_261_126 },
    )
  })
})

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
    expect(brief(decidePerson(facts))).toEqual([
      'skip',
      'excluded',
      { rule: 'Service accounts', exclusionReason: 'no' },
    ])
  })

  test('release who is joined, also when the directory says disabled', () => {
    for (const more of [{}, disabled])
      expect(brief(decidePerson(aJoinedPerson({ ...excluded, ...more })))).toEqual([
        'release',
        'excluded-by-rule',
        { rule: 'Service accounts', exclusionReason: 'no' },
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
    expect(brief(decidePerson(facts))).toEqual([
      'skip',
      'protected-by-exclusion',
      { rule: 'Board', exclusionReason: 'no' },
    ])
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
