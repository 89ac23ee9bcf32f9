import { expect, test } from 'vitest'
import { remediesFor } from './remedies'

const setup = '/directory-sync/connectors/c1/setup'
const remedies = (code: Parameters<typeof remediesFor>[0]['code'], about: string | null, leftOut = 3) =>
  remediesFor({ code, about, leftOut }, { connectorId: 'c1', runId: 'r1' })

test('people with addresses of another domain are left out together, by a rule that is looked at first', () => {
  expect(remedies('domain-unverified', 'other.example')).toEqual([
    { href: `${setup}/exclusion-rules?leaveOut=other.example`, text: 'Leave out everybody at other.example' },
  ])
  expect(remedies('domain-unverified', 'a&b=c')[0]?.href).toMatch(/leaveOut=a%26b%3Dc$/)
})

test('whom any other cause leaves out is left out by name, as long as one rule can name them all', () => {
  const people = [{ href: `${setup}/exclusion-rules?run=r1&problem=mail-duplicate`, text: 'Leave out these 3 people' }]
  expect(remedies('mail-duplicate', null)).toEqual(people)
  expect(remedies('mail-duplicate', null, 500)).toHaveLength(1)
  expect(remedies('mail-duplicate', null, 501)).toEqual([])
  expect(remedies('value-cleaned', null, 0), 'who takes part anyway is not left out').toEqual([])
})

test('what the mapping can correct leads to the mapping first', () => {
  expect(remedies('value-missing', 'title').map(({ href }) => href)).toEqual([
    `${setup}/user-attributes`,
    `${setup}/exclusion-rules?run=r1&problem=value-missing&about=title`,
  ])
})
