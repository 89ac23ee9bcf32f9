import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import type { DirectorySource } from '@/lib/directory/source'
import { stopWaking } from '@/lib/jobs/wake'
import { TestCompany } from '@/lib/runs/testing/company'
import { withLists } from '@/lib/runs/testing/with-lists'
import type { PersonRecord } from '@/lib/sample-directory/company'
import { leavingReasons } from '@/lib/settings/choices'
import type { LeavingPolicy } from '@/lib/settings/connector'
import { verifyDomain } from '@/lib/store/domains'
import { inOrganization } from '@/lib/store/organization'
import { baseDn, companyUnit, fillingOf, labCompany, reader, realm, staffOf } from './company'
import { type DomainController, startDomainController } from './domain-controller'
import { isExpected } from './expected'
import { sourceOf } from './source'

/** Three companies that read one domain; each has another policy, the same one for every reason to leave. */
const tenants = { deactivate: new TestCompany(), suspend: new TestCompany(), 'leave-alone': new TestCompany() }
const policies = Object.keys(tenants) as LeavingPolicy[]

const company = labCompany(120)
const unit = companyUnit(company)
const outside = `OU=Contractors,${baseDn}`
const list = 'Project Alpha'
const staff = staffOf(company).filter(isExpected)
const managers = new Set(staff.map(({ manager }) => manager))
/** People whose leaving touches nobody else, and of whose units the company keeps others. */
const followers = staff.filter(({ anchor }) => !managers.has(anchor))
const [disabled, expired, moved, listed, incomplete, unseen, deleted, filtered, excluded, ofUnit] = followers.filter(
  (_, index) => index % 7 === 0,
)

let database: TestDatabase
let controller: DomainController
let source: DirectorySource

const sam = (person: PersonRecord | undefined): string => person?.sAMAccountName ?? ''
const guid = (name: string): string => controller.guids.get(name) ?? ''
const place = (person: PersonRecord | undefined, parent: string): string =>
  `${person?.dn.match(/^(?:\\.|[^,\\])*/)?.[0]},${parent}`
const home = (person: PersonRecord | undefined): string => person?.dn.replace(/^(?:\\.|[^,\\])*,/, '') ?? ''

beforeAll(async () => {
  database = await testDatabase()
  controller = await startDomainController(realm, fillingOf(company))
  source = withLists(sourceOf(controller, { baseDn }))
  controller.change(
    ['set', list, 'mail', `project.alpha@${realm}`],
    ['add-unit', outside],
    ['move', sam(listed), place(listed, outside)],
    ['join', list, sam(listed)],
  )
  for (const policy of policies) {
    const tenant = tenants[policy]
    await tenant.create(settings(policy))
    await inOrganization(tenant.organizationId, tx => verifyDomain(tx, domainOf(policy), 'operator'))
    await tenant.approve(await tenant.run('preview', { source }), { source })
  }
})
afterAll(async () => {
  await controller.stop()
  await stopWaking()
  await database.drop()
})

/** A domain belongs to one organization: each has its own, into which the mapping moves the addresses. */
const domainOf = (policy: LeavingPolicy): string => `${policy}.example`

type Narrowed = { unit?: string; inclusion?: unknown; incoming?: unknown[] }

function settings(policy: LeavingPolicy, { unit: without, inclusion = null, incoming = [] }: Narrowed = {}) {
  const exclude = without ? [{ anchor: guid(without), dn: without, effect: 'exclude' }] : []
  return {
    leaving: Object.fromEntries(leavingReasons.map(reason => [reason, policy])),
    // What is looked at here is each single leaver; that many of them wait for a person is shown elsewhere.
    safety: { removalsPercent: 50, removalsPeople: 100, weekPercent: 50, scopePercent: 50, problemsPercent: 50 },
    organizationalUnits: { mode: 'chosen', rules: [{ anchor: guid(unit), dn: unit, effect: 'include' }, ...exclude] },
    distributionLists: { mode: 'chosen', lists: [{ anchor: guid(list), dn: list }], people: 'in-scope' },
    exclusions: { incoming },
    inclusion,
    mapping: {
      fields: {
        email: {
          source: { kind: 'attributes', names: ['mail'] },
          modifiers: [{ kind: 'replace', find: `@${realm}`, replacement: `@${domainOf(policy)}` }],
        },
      },
    },
  }
}

/** What a run planned and did, by policy, beside those who are skipped in every run. */
async function plans(): Promise<Record<string, Record<string, number>>> {
  const all: [string, Record<string, number>][] = []
  for (const policy of policies) {
    const run = await tenants[policy].run('synchronize', { source })
    expect(run.state, policy).toBe('finished')
    const rows = Object.entries(await tenants[policy].plan(run.id)).filter(
      ([row]) => !row.startsWith('skip ') || row.includes('policy-leave-alone'),
    )
    all.push([policy, Object.fromEntries(rows)])
  }
  return Object.fromEntries(all)
}

const changeSettings = async (narrowed: Narrowed = {}) => {
  for (const policy of policies) await tenants[policy].changeSettings(settings(policy, narrowed))
}
type Plan = Record<string, number>
/** What two policies that take something do alike, and what the one that takes nothing does. */
const expectPlans = async (taken: (kind: 'deactivate' | 'suspend') => Plan, kept: Plan) =>
  expect(await plans()).toEqual({ deactivate: taken('deactivate'), suspend: taken('suspend'), 'leave-alone': kept })

test('each reason to leave that the directory gives is told apart, and does what its policy says and no more', async () => {
  controller.change(
    ['disable', sam(disabled)],
    ['set', sam(expired), 'accountExpires', '132223104000000000'],
    ['move', sam(moved), place(moved, outside)],
    ['leave', list, sam(listed)],
    ['set', sam(incomplete), 'mail', 'nobody'],
    ['delete', sam(unseen)],
  )
  await expectPlans(
    kind => ({
      [`${kind} disabled-in-directory applied`]: 1,
      [`${kind} expired-in-directory applied`]: 1,
      [`${kind} moved-out-of-scope applied`]: 1,
      [`${kind} left-list applied`]: 1,
      [`${kind} problem applied`]: 1,
      'suspect absent-first-time noted': 1,
    }),
    { 'skip policy-leave-alone noted': 4, 'suspect absent-first-time noted': 1 },
  )
  for (const policy of policies) tenants[policy].now = new Date(Date.now() + 3_700_000)
  await expectPlans(kind => ({ [`${kind} absent-twice applied`]: 1 }), {
    'skip policy-leave-alone noted': 4,
    'leave-alone absent-twice noted': 1,
  })
  controller.change(['show-deleted-to', reader.sam], ['delete', sam(deleted)])
  await expectPlans(kind => ({ [`${kind} deleted-in-directory applied`]: 1 }), {
    'skip policy-leave-alone noted': 4,
    'leave-alone deleted-in-directory noted': 2,
  })
})

test('each reason to leave that the settings give is told apart; an exclusion takes nothing away', async () => {
  await changeSettings({
    unit: home(ofUnit),
    inclusion: {
      filter: `(!(sAMAccountName=${sam(filtered)}))`,
      attributes: [{ written: 'sAMAccountName', name: 'sAMAccountName', syntax: 'text' }],
    },
    incoming: [
      { id: randomUUID(), name: 'Left out', field: 'sAMAccountName', match: 'exact', values: [sam(excluded)] },
    ],
  })
  const colleagues = staff.filter(person => home(person) === home(ofUnit)).length
  await expectPlans(
    kind => ({
      [`${kind} unit-not-included applied`]: colleagues,
      [`${kind} not-matching-inclusion-rule applied`]: 1,
      'release excluded-by-rule applied': 1,
    }),
    {
      'skip policy-leave-alone noted': 4 + colleagues + 1,
      'leave-alone deleted-in-directory noted': 2,
      'release excluded-by-rule applied': 1,
    },
  )
})

test('whoever comes back gets back what was taken, and then there is nothing to do', async () => {
  controller.change(
    ['set', sam(disabled), 'userAccountControl', '544'],
    ['set', sam(expired), 'accountExpires', '0'],
    ['move', sam(moved), moved?.dn ?? ''],
    ['join', list, sam(listed)],
    ['set', sam(incomplete), 'mail', incomplete?.attributes.mail ?? ''],
  )
  await changeSettings()
  const colleagues = staff.filter(person => home(person) === home(ofUnit)).length
  await expectPlans(
    () => ({
      'reactivate enabled-again applied': 2,
      'reactivate back-in-scope applied': 2 + colleagues + 1,
      'reactivate data-complete-again applied': 1,
      'link same-verified-mail applied': 1,
    }),
    { 'leave-alone deleted-in-directory noted': 2, 'link same-verified-mail applied': 1 },
  )
  await expectPlans(() => ({}), { 'leave-alone deleted-in-directory noted': 2 })
  for (const policy of policies) {
    const [left] = await tenants[policy].sql<{ count: number }>(
      sql`select count(*)::int as count from accounts where not active or suspended`,
    )
    expect(left?.count, `${policy}: who was deleted, and nobody else`).toBe(policy === 'leave-alone' ? 0 : 2)
  }
})
