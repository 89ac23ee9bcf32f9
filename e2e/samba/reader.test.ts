import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseAnchor } from '@/lib/directory/anchor'
import type { Limits } from '@/lib/directory/ldap/limits'
import { decodeObjects } from '@/lib/directory/object-block'
import type { DirectoryObject, DirectorySource, LookUpResult } from '@/lib/directory/source'
import { baseDn, companyUnit, fillingOf, labCompany, listsOf, reader, realm, staffOf } from './company'
import { type DomainController, startDomainController } from './domain-controller'
import { type Connecting, sourceOf } from './source'

const company = labCompany()
let controller: DomainController
let source: DirectorySource

beforeAll(async () => {
  controller = await startDomainController(realm, fillingOf(company))
  source = connecting({}, { valueRange: 400 })
})
afterAll(() => controller.stop())

const connecting = (changes: Omit<Connecting, 'baseDn'>, deadlines: Partial<Limits> = {}): DirectorySource =>
  sourceOf(controller, { baseDn: companyUnit(company), ...changes }, deadlines)

const probe = (source: DirectorySource) => source.probe(() => undefined, new AbortController().signal)
const stepsOf = async (source: DirectorySource) =>
  new Map((await probe(source)).steps.map(step => [step.check, step] as const))

async function readAll(): Promise<DirectoryObject[]> {
  const objects: DirectoryObject[] = []
  const { signal } = new AbortController()
  const request = { scopes: [{ anchor: null, dn: '' }], attributes: ['displayName'], lists: true, signal }
  for await (const event of source.import(request)) {
    if (event.type === 'objects') objects.push(...decodeObjects(event.block))
    if (event.type === 'scope-incomplete') throw new Error(event.fault.code)
  }
  return objects
}

test('a real domain’s lists are read as they are, piece by piece', async () => {
  const objects = await readAll()
  const sorted = ({ dn, members }: { dn: string; members?: readonly string[] }) => [dn, [...(members ?? [])].sort()]
  const lists = objects.filter(({ kind }) => kind === 'list')
  expect(Object.fromEntries(lists.map(sorted))).toEqual(Object.fromEntries(listsOf(company).map(sorted)))
  expect(lists.filter(({ membersFault }) => membersFault)).toEqual([])
  expect(objects.filter(({ kind }) => kind === 'person')).toHaveLength(staffOf(company).length)
  expect(objects.every(({ dn }) => dn.endsWith(baseDn))).toBe(true)
  const primary = objects.filter(({ attributes }) => attributes.primaryGroupID?.[0] === '513')
  expect(primary).toHaveLength(staffOf(company).length)
})

test('a real domain controller is read over StartTLS, by the account’s other name, and with nothing but a pinned key', async () => {
  const secure = (await stepsOf(connecting({}))).get('secure')
  const pins = [String(secure?.facts.pin)]
  for (const changes of [{}, { userId: `LAB\\${reader.sam}` }, { ca: null, pins }] as const) {
    const steps = await stepsOf(
      connecting({ security: 'starttls', ...changes, ...('pins' in changes ? { pins } : {}) }),
    )
    expect([...steps.values()].map(({ state }) => state)).not.toContain('failed')
    expect(steps.get('sample')?.facts.people).toBe(staffOf(company).length)
  }
  const refused = await probe(connecting({ pins: [Buffer.alloc(32).toString('base64')] }))
  expect(refused.steps[2]?.fault?.code).toBe('certificate-not-pinned')
})

test('a real domain’s administrator is warned of; the service account is not', async () => {
  expect((await stepsOf(connecting({}))).get('sign-in')).toMatchObject({ state: 'passed', warnings: [] })
  expect((await stepsOf(connecting(controller.administrator))).get('sign-in')?.warnings).toEqual([
    {
      code: 'account-is-administrator',
      args: { groups: 'Administrators, Domain Admins, Enterprise Admins, Schema Admins' },
    },
  ])
})

test('rights that come through a group in a group are found by the service account itself', async () => {
  const [list] = listsOf(company)
  if (!list) throw new Error('The company has no list')
  controller.change(['join', list.sAMAccountName, reader.sam], ['join', 'Account Operators', list.sAMAccountName])
  expect((await stepsOf(connecting({}))).get('sign-in')?.warnings).toEqual([
    { code: 'account-is-administrator', args: { groups: 'Account Operators' } },
  ])
  controller.change(['leave', list.sAMAccountName, reader.sam])
})

test('who was deleted is found as a tombstone by an account that may see them, and by nobody else', async () => {
  const [victim] = staffOf(company).filter(({ kind }) => kind === 'employee')
  const anchor = parseAnchor(controller.guids.get(victim?.sAMAccountName ?? '') ?? '')
  if (!victim || !anchor) throw new Error('The company has no employee')
  const lookUp = async () => {
    const results: LookUpResult[] = []
    for await (const found of source.lookUp([anchor], ['sAMAccountName'], new AbortController().signal))
      results.push(...found)
    return results
  }
  expect(await lookUp()).toMatchObject([{ anchor, object: { dn: victim.dn, deleted: false } }])
  controller.change(['delete', victim.sAMAccountName])
  expect(await lookUp()).toEqual([{ anchor, object: null }])
  controller.change(['show-deleted-to', reader.sam])
  const attributes = { sAMAccountName: [victim.sAMAccountName] }
  expect(await lookUp()).toMatchObject([{ anchor, object: { kind: 'person', deleted: true, attributes } }])
})
