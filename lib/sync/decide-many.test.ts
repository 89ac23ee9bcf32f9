import { describe, expect, test } from 'vitest'
import { type OpenQuestion, offersFor, oneOfMany } from './decide-many'
import type { JoinCandidate } from './join-question'

const account = (accountId: string, mayLink = true): JoinCandidate => ({
  ...{ accountId, displayName: accountId, address: `${accountId}@contoso.example`, employeeNumber: null },
  ...{ rules: ['verified-mail'], against: ['address-in-use'], joinedAnchor: null, active: true, mayLink },
})
const question = (more: Partial<OpenQuestion> = {}): OpenQuestion => ({
  because: { code: 'ambiguous', args: {} },
  candidates: [],
  mayCreate: true,
  evidenceHash: 'now',
  decision: null,
  ...more,
})

describe('one choice about many', () => {
  test('links only where a single account may be linked, however many others were found', () => {
    const link = (...candidates: JoinCandidate[]) => oneOfMany(question({ candidates }), 'link')
    expect(link(account('a'))).toEqual({ accountId: 'a' })
    expect(link(account('a', false), account('b'))).toEqual({ accountId: 'b' })
    expect(link(account('a'), account('b'))).toBeNull()
    expect(link(account('a', false))).toBeNull()
    expect(link()).toBeNull()
  })

  test('makes accounts only where the address is free, and leaves anybody apart', () => {
    expect(oneOfMany(question(), 'create')).toEqual({ accountId: null })
    expect(oneOfMany(question({ mayCreate: false }), 'create')).toBeNull()
    expect(oneOfMany(question({ mayCreate: false }), 'leave-apart')).toEqual({ accountId: null })
  })

  test('decides nobody again who was decided about, unless something changed since', () => {
    const decided = (evidenceHash: string) => question({ decision: { evidenceHash } })
    expect(oneOfMany(decided('now'), 'leave-apart')).toBeNull()
    expect(oneOfMany(decided('before'), 'leave-apart')).toEqual({ accountId: null })
  })
})

test('what can be decided at once is offered by what is asked, with how many each choice is about', () => {
  const inUse = { because: { code: 'address-in-use' as const, args: {} }, mayCreate: false }
  const offers = offersFor([
    question({ because: { code: 'account-privileged', args: {} } }),
    question({ candidates: [account('a'), account('b')] }),
    question({ candidates: [account('c')], decision: { evidenceHash: 'now' } }),
    question(),
    question({ ...inUse, candidates: [account('d')] }),
    question({ ...inUse, candidates: [account('e', false)] }),
    question(inUse),
  ])
  expect(offers).toEqual([
    {
      code: 'address-in-use',
      people: 3,
      choices: [
        { choice: 'link', people: 1 },
        { choice: 'leave-apart', people: 3 },
      ],
    },
    {
      code: 'ambiguous',
      people: 2,
      choices: [
        { choice: 'create', people: 2 },
        { choice: 'leave-apart', people: 2 },
      ],
    },
  ])
})
