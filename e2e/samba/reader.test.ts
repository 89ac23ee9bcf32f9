import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLdapSource } from '@/lib/directory/ldap/ldap-source'
import { decodeObjects } from '@/lib/directory/object-block'
import type { DirectoryObject, DirectorySource } from '@/lib/directory/source'
import { networkPolicy } from '@/lib/network/policy'
import { baseDn, companyUnit, fillingOf, labCompany, listsOf, reader, realm, staffOf } from './company'
import { type DomainController, startDomainController } from './domain-controller'

const company = labCompany()
let controller: DomainController
let source: DirectorySource

beforeAll(async () => {
  controller = await startDomainController(realm, fillingOf(company))
  const { port, certificates } = controller
  const policy = networkPolicy({
    DATABASE_URL: undefined,
    ENROLLMENT_DIRECTORY_NETWORKS: '127.0.0.0/8',
    ENROLLMENT_DIRECTORY_PORTS: String(port),
    ENROLLMENT_HOSTING: undefined,
    ENROLLMENT_SAMPLE_DIRECTORY: undefined,
  })
  const connection = {
    hosts: [{ host: '127.0.0.1', port }],
    security: 'ldaps' as const,
    ca: readFileSync(certificates.caFile, 'utf8'),
    baseDn: companyUnit(company),
    userId: reader.userId,
  }
  source = createLdapSource({ connection, password: reader.password }, { policy, deadlines: { valueRange: 400 } })
})
afterAll(() => controller.stop())

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
