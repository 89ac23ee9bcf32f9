import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import type { DirectorySource } from '@/lib/directory/source'
import { stopWaking } from '@/lib/jobs/wake'
import { TestCompany } from '@/lib/runs/testing/company'
import { groupPlan, groupsOf, membersOf } from '@/lib/runs/testing/groups-of'
import { withLists } from '@/lib/runs/testing/with-lists'
import type { PersonRecord } from '@/lib/sample-directory/company'
import { verifyDomain } from '@/lib/store/domains'
import { inOrganization } from '@/lib/store/organization'
import { companyUnit, fillingOf, labCompany, realm } from './company'
import { type DirectoryChange, type DomainController, startDomainController } from './domain-controller'
import { sourceOf } from './source'

const company = labCompany(60)
const tenant = new TestCompany()
let database: TestDatabase
let controller: DomainController
let source: DirectorySource

beforeAll(async () => {
  database = await testDatabase()
  controller = await startDomainController(realm, fillingOf(company))
  source = withLists(sourceOf(controller, { baseDn: companyUnit(company) }))
  await tenant.create()
  await inOrganization(tenant.organizationId, tx => verifyDomain(tx, realm, 'operator'))
})
afterAll(async () => {
  await controller.stop()
  await stopWaking()
  await database.drop()
})

const lists = ['Everyone', 'Project Alpha', 'Project Beta', 'Steering Committee', 'Project Archive']
const nameOf = ({ attributes }: PersonRecord) => attributes.displayName ?? ''
const run = () => tenant.run('synchronize', { source })
const direct = async (list: string) => (await membersOf(tenant))[list]?.direct ?? []

test('a real domain’s units and lists: joined, left, renamed, nested, deleted; then there is nothing to do', async () => {
  // What makes a security group a list is its address; the departments’ groups have none.
  controller.change(...lists.map((name, at): DirectoryChange => ['set', name, 'mail', `list.${at}@${realm}`]))
  await tenant.approve(await tenant.run('preview', { source }), { source })
  const groups = await groupsOf(tenant)
  for (const name of lists) expect(groups[name]).toMatchObject({ kind: 'list', source: 'directory' })
  const first = await membersOf(tenant)
  expect(first['Project Alpha']?.effective.length).toBeGreaterThan(0)
  expect(first['Steering Committee']?.effective).toEqual(first['Project Alpha']?.effective)

  const staff = company.people.filter(({ kind, enabled, problem }) => kind === 'employee' && enabled && !problem)
  const isOnly = (person: PersonRecord) => staff.filter(other => nameOf(other) === nameOf(person)).length === 1
  const employees = staff.filter(isOnly)
  const named = new Map(employees.map(person => [`${nameOf(person)} directory`, person]))
  const [leaving] = (await direct('Project Alpha')).filter(one => named.has(one))
  const joining = employees.find(
    person => first.Everyone?.effective.includes(nameOf(person)) && person !== named.get(leaving ?? ''),
  )
  const unit = company.units.find(({ name }) => name === 'Second Line')?.dn ?? ''
  if (!leaving || !joining) throw new Error('The company is too small')
  controller.change(
    ['join', 'Project Archive', joining.sAMAccountName],
    ['join', 'Project Archive', 'Steering Committee'],
    ['leave', 'Project Alpha', named.get(leaving)?.sAMAccountName ?? ''],
    ['set', 'Project Beta', 'displayName', 'Project Gamma'],
    ['rename-unit', unit, unit.replace(/^OU=[^,]*/, 'OU=Backstage')],
  )
  const changed = await run()
  expect(changed.state).toBe('finished')
  expect(await groupPlan(tenant, changed.id)).toEqual({
    Backstage: ['update group-renamed applied'],
    'Project Alpha': ['remove-members members-not-in-directory applied 1'],
    'Project Archive': ['add-members members-in-directory applied 2'],
    'Project Gamma': ['update group-renamed applied'],
  })
  expect(await direct('Project Alpha')).not.toContain(leaving)
  expect(await direct('Project Archive')).toContain('Steering Committee directory')
  expect((await membersOf(tenant))['Project Archive']?.effective).toContain(nameOf(joining))

  controller.change(['delete', 'Project Archive'])
  const plans = [(await groupPlan(tenant, (await run()).id))['Project Archive']]
  tenant.now = new Date(tenant.now.getTime() + 3_600_000)
  plans.push((await groupPlan(tenant, (await run()).id))['Project Archive'])
  expect(plans).toEqual([['suspect group-absent-first-time noted'], ['release group-absent-twice applied']])
  expect(await groupPlan(tenant, (await run()).id)).toEqual({})
  expect(await groupPlan(tenant, (await tenant.runQuickly('synchronize', { source })).id)).toEqual({})
})
