import { expect, test, vi } from 'vitest'
import { ConnectionSettings } from '@/lib/settings/connection'
import { checkInclusionRule } from './check-inclusion-rule'
import { anchorOf, FakeDirectory, fakeBase } from './testing/fake-source'

const judged = vi.hoisted(() => vi.fn())
vi.mock('@/lib/sync/inclusion/unmet-condition', async original => {
  const real = await original<typeof import('@/lib/sync/inclusion/unmet-condition')>()
  const unmetCondition: typeof real.unmetCondition = rule => {
    const unmet = real.unmetCondition(rule)
    return person => {
      judged(person)
      return unmet(person)
    }
  }
  return { ...real, unmetCondition }
})

const connection = ConnectionSettings.parse({
  ...{ hosts: [{ host: 'dc1.example.com', port: 636 }], security: 'ldaps', ca: null },
  ...{ baseDn: fakeBase, userId: 'reader' },
})
const [night, sales] = [`OU=Night,OU=Sales,${fakeBase}`, `OU=Sales,${fakeBase}`]

test('of those whom a rule leaves out the first ten in the chosen units are told why, and nobody else is judged again', async () => {
  const directory = new FakeDirectory()
  for (const unit of [sales, night]) directory.unit(unit)
  for (let at = 0; at < 40; at++) directory.person(`Night ${at}`, night, { title: 'Watch' })
  for (let at = 0; at < 30; at++) directory.person(`Day ${at}`, sales, { title: at % 10 === 0 ? 'Dr.' : `Clerk ${at}` })
  const rules = [
    { anchor: anchorOf(sales), dn: sales, effect: 'include' as const },
    { anchor: anchorOf(night), dn: night, effect: 'exclude' as const },
  ]
  const checked = await checkInclusionRule('(title=Dr.)', {
    source: directory.source(),
    settings: { connection, organizationalUnits: { mode: 'chosen', rules } },
    signal: new AbortController().signal,
  })
  const { count } = checked.fits ? checked : expect.fail()
  expect([count.matching, count.others, count.partial]).toEqual([3, 27, false])
  const told = count.samples.others.map(({ name, unmet }) => [name, unmet?.values])
  expect(told).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 11].map(at => [`Day ${at}`, [`Clerk ${at}`]]))
  expect(judged).toHaveBeenCalledTimes(10)
})
