import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DirectorySource } from '@/lib/directory/source'
import { type Copy, copyOf, copyQuickly, essence } from '@/lib/directory/testing/copy'
import { companyUnit, fillingOf, labCompany, reader, realm, staffOf } from './company'
import { type DomainController, startDomainController } from './domain-controller'
import { sourceOf } from './source'

const company = labCompany()
const staff = staffOf(company)
let controller: DomainController
let source: DirectorySource

beforeAll(async () => {
  controller = await startDomainController(realm, fillingOf(company))
  source = sourceOf(controller, { baseDn: companyUnit(company) })
})
afterAll(() => controller.stop())

async function quickly(copy: Copy) {
  const outcome = await copyQuickly(source, copy)
  if (outcome.kind === 'full') throw new Error(JSON.stringify(outcome.because))
  return outcome
}

/** Everything that happens to a directory, to people of its own each time. @returns the unit that was renamed */
function changeMuch(turn: number): { deleted: string; unit: string } {
  const people = staff.filter(person => person.sAMAccountName !== reader.sam && person.enabled)
  const [disabled, deleted, moved, renamed, retitled] = people.slice(turn * 5, turn * 5 + 5)
  if (!disabled || !deleted || !moved || !renamed || !retitled) throw new Error('The company is too small')
  const unit = company.units.find(one => one.name === 'Second Line')?.dn ?? ''
  const old = turn === 0 ? unit : unit.replace(/^OU=[^,]*/, `OU=Renamed ${turn - 1}`)
  const now = unit.replace(/^OU=[^,]*/, `OU=Renamed ${turn}`)
  controller.change(
    ['disable', disabled.sAMAccountName],
    ['delete', deleted.sAMAccountName],
    ['move', moved.sAMAccountName, `CN=Moved ${turn},${companyUnit(company)}`],
    ['set', retitled.sAMAccountName, 'displayName', `Retitled ${turn}`],
    ['rename-unit', old, now],
  )
  return { deleted: deleted.sAMAccountName, unit: now }
}

test('a real domain’s changes are found by a sweep where deletions cannot be seen', async () => {
  const copy = await copyOf(source)
  expect(copy.watermark?.method).toBe('sweep')
  expect((await quickly(copy)).delivered).toBe(0)
  const { deleted } = changeMuch(0)
  const outcome = await quickly(copy)
  expect([...outcome.gone.values()]).toEqual(['absent'])
  expect([...outcome.gone.keys()]).toEqual([controller.guids.get(deleted)])
  // The changed, the unit without its people, and whoever named the deleted one.
  expect(outcome.delivered).toBeLessThan(20)
  expect(essence(outcome.copy)).toEqual(essence(await copyOf(source)))
})

test.each(['dirsync', 'usn'] as const)('and by %s where they can', async method => {
  controller.change(['show-deleted-to', reader.sam])
  const full = await copyOf(source)
  expect(full.watermark).toMatchObject({ method: 'dirsync', dirSync: { objectSecurity: true } })
  const copy = method === 'usn' && full.watermark ? { ...full, watermark: { ...full.watermark, method } } : full
  expect((await quickly(copy)).delivered).toBe(0)
  const { deleted } = changeMuch(method === 'usn' ? 2 : 1)
  const outcome = await quickly(copy)
  expect(outcome.gone).toEqual(new Map([[controller.guids.get(deleted), 'deleted']]))
  expect(outcome.delivered).toBeLessThan(10)
  const now = await copyOf(source)
  const withoutManagers = (one: Copy) =>
    Object.fromEntries(
      Object.entries(essence(one, { numbers: method === 'usn' })).map(([key, row]) => [
        key,
        { ...(row as object), managed: null },
      ]),
    )
  expect(withoutManagers(outcome.copy)).toEqual(withoutManagers(now))
})

test('a cookie that is none ends in doubt', async () => {
  const copy = await copyOf(source)
  if (!copy.watermark) throw new Error('There is no watermark')
  const dirSync = { cookie: Buffer.from('garbage').toString('base64'), objectSecurity: true }
  const outcome = await copyQuickly(source, { ...copy, watermark: { ...copy.watermark, method: 'dirsync', dirSync } })
  expect(outcome).toMatchObject({ kind: 'full', because: { code: 'full-cookie-refused' } })
})
