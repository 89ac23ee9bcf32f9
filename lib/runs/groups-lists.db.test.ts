import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { stopWaking } from '@/lib/jobs/wake'
import { insertConnector } from '@/lib/store/connectors'
import { inOrganization } from '@/lib/store/organization'
import type { Run } from '@/lib/store/runs'
import { anchorOf, fakeBase } from './testing/fake-source'
import { groupPlan, groupsOf, membersOf } from './testing/groups-of'
import { dnOf, ListCompany } from './testing/list-company'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})

const hour = 3_600_000
const people = ['Ann', 'Bob', 'Cid']

describe('who is in a list', () => {
  test('directly, through lists in it, in circles and by primary group; each once', async () => {
    const company = await ListCompany.with(people)
    const { directory, domainSid } = { ...company, domainSid: company.directory.domainSid }
    directory.list('Inner', fakeBase, [dnOf('Bob'), dnOf('Outer')])
    directory.list('Outer', fakeBase, [dnOf('Ann'), dnOf('Inner'), dnOf('Ann').toLowerCase()])
    directory.list('Primary', fakeBase, [], { objectSid: `${domainSid}-1200` })
    directory.list('Other domain', fakeBase, [], { objectSid: 'S-1-5-21-9-9-9-1200' })
    directory.set(anchorOf(dnOf('Cid')), { primaryGroupID: '1200' })
    const run = await company.run()
    expect(await groupPlan(company, run.id)).toMatchObject({
      Outer: ['add list-found applied', 'add-members members-in-directory applied 2'],
      Primary: ['add list-found applied', 'add-members members-in-directory applied 1'],
      'Other domain': ['add list-found applied'],
    })
    expect(await membersOf(company)).toEqual({
      Inner: { direct: ['Bob directory', 'Outer directory'], effective: ['Ann', 'Bob'] },
      Outer: { direct: ['Ann directory', 'Inner directory'], effective: ['Ann', 'Bob'] },
      Primary: { direct: ['Cid directory'], effective: ['Cid'] },
      'Other domain': { direct: [], effective: [] },
    })
    const again = await company.run()
    expect(await groupPlan(company, again.id)).toEqual({})
    expect(again.groupReport).toMatchObject({ list: { read: 4, unchanged: 4 }, memberships: { added: 0, removed: 0 } })
  })

  test('people who get their account in the same run are in it from the beginning', async () => {
    const company = await ListCompany.with([])
    company.directory.person('Ann', fakeBase)
    company.directory.list('Sales', fakeBase, [dnOf('Ann')])
    await company.run()
    expect(await membersOf(company)).toEqual({ Sales: { direct: ['Ann directory'], effective: ['Ann'] } })
  })

  test('members without an account here, contacts and whoever was not read are counted and are nobody’s removal', async () => {
    const company = await ListCompany.with(people)
    company.directory.person('Dan', fakeBase, { mail: null })
    company.directory.list('Sales', fakeBase, [dnOf('Ann'), dnOf('Dan'), `CN=Contact,${fakeBase}`, 'CN=Eve,DC=other'])
    await company.run()
    const counts = sql`select outside, others, members_known from group_joins where anchor = ${anchorOf(dnOf('Sales'))}`
    expect(await company.sql(counts)).toEqual([{ outside: 1, others: 2, members_known: true }])
    // Ann is not read this time: she is on the list still, and nothing is known of her.
    company.directory.hidden.set(anchorOf(dnOf('Ann')), 'alone')
    const run = await company.run()
    expect((await groupPlan(company, run.id)).Sales).toBeUndefined()
    expect((await membersOf(company)).Sales?.direct).toEqual(['Ann directory'])
    expect(await company.sql(counts)).toEqual([{ outside: 1, others: 3, members_known: true }])
  })

  test('who joins and leaves stands in the run, by name', async () => {
    const company = await ListCompany.with(people)
    const list = company.directory.list('Sales', fakeBase, [dnOf('Ann')])
    await company.run()
    company.directory.setMembers(list, [dnOf('Bob')])
    const run = await company.run()
    expect(await groupPlan(company, run.id)).toEqual({
      Sales: ['add-members members-in-directory applied 1', 'remove-members members-not-in-directory applied 1'],
    })
    const rows = sql`select aspect, member_kind, name, applied_at is not null as applied
      from membership_changes where run_id = ${run.id} order by aspect`
    expect(await company.sql(rows)).toEqual([
      { aspect: 'joining', member_kind: 'person', name: 'Bob', applied: true },
      { aspect: 'leaving', member_kind: 'person', name: 'Ann', applied: true },
    ])
    expect(run.groupReport).toMatchObject({ memberships: { added: 1, removed: 1, held: 0 } })
    expect(await company.auditEvents(run.id)).toMatchObject({ 'list.members-added': 1, 'list.members-removed': 1 })
    expect(await membersOf(company)).toEqual({ Sales: { direct: ['Bob directory'], effective: ['Bob'] } })
  })

  test('what a killed run found out about a list is forgotten when another one plans anew', async () => {
    const company = await ListCompany.with(people)
    const list = company.directory.list('Sales', fakeBase, [dnOf('Ann'), dnOf('Bob')])
    await company.run()
    company.directory.setMembers(list, [dnOf('Ann')])
    const runId = await company.start()
    const failpoint = (point: string) => {
      if (point === 'members-compared') throw new Error('killed')
    }
    const source = company.source()
    await expect(company.advance(runId, { source, failpoint })).rejects.toThrow('killed')
    await company.expireLease(runId)
    // Somebody took him out by hand meanwhile, so that nobody is left to go.
    await company.sql(sql`delete from group_members m using accounts a
      where a.organization_id = m.organization_id and a.id = m.account_id and a.display_name = 'Bob'`)
    expect(await company.advance(runId, { source })).toBe('finished')
    expect(await groupPlan(company, runId)).toEqual({})
    expect((await company.read(runId)).groupReport).toMatchObject({ memberships: { added: 0, removed: 0 } })
  })

  test('a list in a list follows: nested, taken out, and back', async () => {
    const company = await ListCompany.with(people)
    const { directory } = company
    directory.list('Inner', fakeBase, [dnOf('Bob'), dnOf('Cid')])
    const outer = directory.list('Outer', fakeBase, [dnOf('Ann')])
    await company.run()
    const effective = async () => (await membersOf(company)).Outer?.effective
    expect(await effective()).toEqual(['Ann'])
    directory.setMembers(outer, [dnOf('Ann'), dnOf('Inner')])
    await company.run()
    expect(await effective()).toEqual(['Ann', 'Bob', 'Cid'])
    directory.setMembers(outer, [dnOf('Ann')])
    await company.run()
    expect(await effective()).toEqual(['Ann'])
  })
})

describe('a group that is no list here stands for its members', () => {
  const security = { groupType: '-2147483646' }

  test('however deep, in circles, and by primary group; each member once', async () => {
    const company = await ListCompany.with(people)
    const { directory } = company
    const sid = `${directory.domainSid}-1300`
    directory.list('Deep', fakeBase, [dnOf('Bob'), dnOf('Staff'), dnOf('Sales')], { ...security, objectSid: sid })
    directory.list('Staff', fakeBase, [dnOf('Deep'), dnOf('Ann')], security)
    directory.list('Sales', fakeBase, [dnOf('Staff'), dnOf('Ann')])
    directory.set(anchorOf(dnOf('Cid')), { primaryGroupID: '1300' })
    await company.run()
    expect(await membersOf(company)).toEqual({
      Sales: { direct: ['Ann directory', 'Bob directory', 'Cid directory'], effective: ['Ann', 'Bob', 'Cid'] },
    })
    directory.setMembers(anchorOf(dnOf('Deep')), [])
    await company.run()
    expect((await membersOf(company)).Sales?.effective).toEqual(['Ann', 'Cid'])
    expect(await groupPlan(company, (await company.run()).id)).toEqual({})
  })

  test('and where its members are not known, neither are those of the list', async () => {
    const company = await ListCompany.with(people)
    const { directory } = company
    const staff = directory.list('Staff', fakeBase, [dnOf('Ann')], security)
    directory.list('Sales', fakeBase, [dnOf('Staff'), dnOf('Bob')])
    await company.run()
    const before = await membersOf(company)
    directory.setMembers(staff, { code: 'list-incomplete', args: { list: 'Staff' } })
    const run = await company.run()
    expect(await groupPlan(company, run.id)).toEqual({})
    expect(run.groupReport).toMatchObject({ membersUnknown: 1 })
    expect(await membersOf(company)).toEqual(before)
  })
})

describe('members made by hand', () => {
  async function withHandMade(settings = {}) {
    const company = await ListCompany.with(people, settings)
    const list = company.directory.list('Sales', fakeBase, [dnOf('Ann'), dnOf('Bob')])
    await company.run()
    for (const name of ['Ann', 'Cid', 'Outsider']) await company.addByHand('Sales', name)
    return { company, list }
  }

  test('survive, and whoever leaves the list in the directory loses only what it gave', async () => {
    const { company, list } = await withHandMade()
    company.directory.setMembers(list, [dnOf('Bob')])
    const run = await company.run()
    expect(await groupPlan(company, run.id)).toEqual({ Sales: ['remove-members members-not-in-directory applied 1'] })
    expect((await membersOf(company)).Sales).toEqual({
      direct: ['Ann local', 'Bob directory', 'Cid local', 'Outsider local'],
      effective: ['Ann', 'Bob', 'Cid', 'Outsider'],
    })
  })

  test('leave where the admin chose to keep lists in step', async () => {
    const { company } = await withHandMade({ groups: { handMadeMembers: 'keep-in-step' } })
    const run = await company.run()
    expect(await groupPlan(company, run.id)).toEqual({ Sales: ['remove-members members-not-in-directory applied 2'] })
    expect((await membersOf(company)).Sales).toEqual({
      direct: ['Ann directory', 'Ann local', 'Bob directory'],
      effective: ['Ann', 'Bob'],
    })
    expect(await groupPlan(company, (await company.run()).id)).toEqual({})
  })

  test('and lists made by hand have nothing to do with the directory, whatever they are called', async () => {
    const company = await ListCompany.with(people)
    await company.listByHand('Sales', ['Cid'])
    company.directory.list('Sales', fakeBase, [dnOf('Ann')])
    await company.run()
    const lists = await company.sql(sql`select name, source, (select count(*)::int from group_members m
      where m.group_id = groups.id) as members from groups order by source`)
    expect(lists).toEqual([
      { name: 'Sales', source: 'directory', members: 1 },
      { name: 'Sales', source: 'local', members: 1 },
    ])
  })
})

describe('a list whose members are not known', () => {
  test('is left exactly as it is, and counted', async () => {
    const company = await ListCompany.with(people)
    const list = company.directory.list('Sales', fakeBase, [dnOf('Ann'), dnOf('Bob')])
    await company.run()
    const before = await membersOf(company)
    company.directory.setMembers(list, { code: 'list-incomplete', args: { list: 'Sales' } })
    company.directory.set(list, { displayName: 'Sales and more' })
    const run = await company.run()
    expect(await groupPlan(company, run.id)).toEqual({ 'Sales and more': ['update group-renamed applied'] })
    expect(run.groupReport).toMatchObject({ membersUnknown: 1 })
    expect(await membersOf(company)).toEqual({ 'Sales and more': before.Sales })
    expect(await company.sql(sql`select members_known from group_joins`)).toEqual([{ members_known: false }])
  })

  test('and so is everybody on it who changed while it was read: they may stand there under an older name', async () => {
    const company = await ListCompany.with(people)
    const list = company.directory.list('Sales', fakeBase, [dnOf('Ann'), dnOf('Bob')])
    await company.run()
    const before = await membersOf(company)
    // Bob is renamed between the reading of the list and his own: the list has his old name, he his new one.
    const bob = anchorOf(dnOf('Bob'))
    const stale = company.directory.objects.get(list)
    const identity = await company.identityBefore(() => company.directory.rename(bob, 'CN=Robert'))
    if (stale) company.directory.objects.set(list, stale)
    const run = await company.run('synchronize', identity)
    expect((await groupPlan(company, run.id)).Sales).toBeUndefined()
    expect(await membersOf(company)).toEqual(before)
    company.directory.setMembers(list, [dnOf('Ann'), dnOf('Robert')])
    expect((await groupPlan(company, (await company.run()).id)).Sales).toBeUndefined()
  })

  test('and every list where a unit was renamed while reading', async () => {
    const company = await ListCompany.with(people)
    const unit = company.directory.unit(`OU=Law,${fakeBase}`)
    const list = company.directory.list('Sales', fakeBase, [dnOf('Ann'), dnOf('Bob')])
    await company.run()
    company.directory.setMembers(list, [dnOf('Ann')])
    const identity = await company.identityBefore(() => company.directory.rename(unit, 'OU=Legal'))
    const run = await company.run('synchronize', identity)
    expect(run.groupReport).toMatchObject({ membersUnknown: 1, memberships: { removed: 0 } })
    expect((await groupPlan(company, (await company.run()).id)).Sales).toHaveLength(1)
  })
})

describe('the hold', () => {
  const crowd = Array.from({ length: 20 }, (_, at) => `Person ${String(at).padStart(2, '0')}`)
  async function crowded() {
    const company = await ListCompany.with(crowd)
    const list = company.directory.list('Crowd', fakeBase, crowd.map(dnOf))
    company.directory.list('Three', fakeBase, crowd.slice(0, 3).map(dnOf))
    company.directory.list('Four', fakeBase, crowd.slice(0, 4).map(dnOf))
    await company.run()
    return { company, list }
  }
  const emptied = (company: ListCompany, name: string) => company.directory.setMembers(anchorOf(dnOf(name)), [])

  test('a list of 20 may lose 4 of them', async () => {
    const { company, list } = await crowded()
    company.directory.setMembers(list, crowd.slice(4).map(dnOf))
    expect(await company.run()).toMatchObject({ state: 'finished', holds: [] })
    expect((await membersOf(company)).Crowd?.effective).toHaveLength(16)
  })

  test('not 5; additions go on, all that is taken waits, and an approval carries it out once', async () => {
    const { company, list } = await crowded()
    company.directory.setMembers(list, crowd.slice(5).map(dnOf))
    company.directory.setMembers(anchorOf(dnOf('Three')), crowd.slice(1, 5).map(dnOf))
    const run = await company.run()
    expect(run).toMatchObject({
      state: 'held',
      removals: 0,
      holds: [
        { code: 'list-loses-members', covers: 'groups', args: { lists: 1, list: 'Crowd', members: 20, leaving: 5 } },
      ],
      groupReport: { memberships: { added: 2, removed: 0, held: 6 } },
    })
    expect((await membersOf(company)).Crowd?.effective).toHaveLength(20)
    expect((await membersOf(company)).Three?.effective).toHaveLength(5)
    const approved = await company.approve(run)
    expect(approved).toMatchObject({ state: 'finished', groupReport: { memberships: { removed: 6 } } })
    expect((await membersOf(company)).Crowd?.effective).toHaveLength(15)
    expect(await groupPlan(company, (await company.run()).id)).toEqual({})
  })

  test('zero is never a fact: an emptied list of more than 3 waits, one of 3 is emptied', async () => {
    const { company } = await crowded()
    emptied(company, 'Three')
    expect(await company.run()).toMatchObject({ state: 'finished' })
    expect((await membersOf(company)).Three?.effective).toEqual([])
    emptied(company, 'Four')
    const run = await company.run()
    expect(run).toMatchObject({
      state: 'held',
      holds: [{ code: 'list-loses-all', args: { list: 'Four', members: 4 } }],
    })
    expect((await membersOf(company)).Four?.effective).toHaveLength(4)
  })

  test('an approval is for exactly these members', async () => {
    const { company, list } = await crowded()
    company.directory.setMembers(list, crowd.slice(5).map(dnOf))
    const held = await company.run()
    company.directory.setMembers(list, [...crowd.slice(0, 4), ...crowd.slice(6), 'Nobody'].map(dnOf))
    company.directory.setMembers(list, crowd.slice(6).map(dnOf))
    const approved = await company.approve(held)
    expect((await groupPlan(company, approved.id)).Crowd).toEqual([
      'remove-members group-changed-since-approval left 6',
    ])
    expect((await membersOf(company)).Crowd?.effective).toHaveLength(20)
  })
})

describe('a list that is gone', () => {
  const end = async (company: ListCompany, tombstone = true): Promise<Run> => {
    company.directory.remove(anchorOf(dnOf('Sales')), { tombstone })
    return company.run()
  }
  async function companyWithList(settings = {}, members = ['Ann', 'Bob']) {
    const company = await ListCompany.with(people, settings)
    company.directory.list('Sales', fakeBase, members.map(dnOf))
    await company.run()
    return company
  }

  test('is kept with everybody in it unless the admin chose otherwise', async () => {
    const company = await companyWithList()
    const run = await end(company)
    expect(await groupPlan(company, run.id)).toEqual({ Sales: ['release group-deleted-in-directory applied'] })
    expect(await groupsOf(company)).toMatchObject({ Sales: { source: 'local' } })
    expect((await membersOf(company)).Sales?.effective).toEqual(['Ann', 'Bob'])
  })

  test('goes on with those whom somebody added by hand', async () => {
    const company = await companyWithList({ groups: { goneLists: 'remove' } })
    await company.addByHand('Sales', 'Cid')
    const run = await end(company)
    expect(await groupPlan(company, run.id)).toEqual({
      Sales: ['release group-deleted-in-directory applied', 'remove-members group-deleted-in-directory applied 2'],
    })
    expect(await groupsOf(company)).toMatchObject({ Sales: { source: 'local' } })
    expect((await membersOf(company)).Sales).toEqual({ direct: ['Cid local'], effective: ['Cid'] })
  })

  test('ends where the admin chose so and nothing in it was made by hand', async () => {
    const company = await companyWithList({ groups: { goneLists: 'remove' } })
    const run = await end(company)
    expect(await groupPlan(company, run.id)).toEqual({
      Sales: ['remove group-deleted-in-directory applied', 'remove-members group-deleted-in-directory applied 2'],
    })
    expect(await groupsOf(company)).toEqual({})
    expect(await company.sql(sql`select 1 from group_members union all select 1 from effective_members`)).toEqual([])
  })

  test('only because it was seen to be deleted, or missed twice by complete reads', async () => {
    const company = await companyWithList({ groups: { goneLists: 'remove' } })
    const reasons = [(await groupPlan(company, (await end(company, false)).id)).Sales]
    company.now = new Date(company.now.getTime() + hour)
    reasons.push((await groupPlan(company, (await company.run()).id)).Sales)
    expect(reasons).toEqual([
      ['suspect group-absent-first-time noted'],
      ['remove group-absent-twice applied', 'remove-members group-absent-twice applied 2'],
    ])
  })

  test('and where lists are not read at all, nothing is said about any', async () => {
    const company = await companyWithList({ groups: { goneLists: 'remove' } })
    const before = await membersOf(company)
    company.readsLists = false
    const run = await company.run()
    expect(await groupPlan(company, run.id)).toEqual({})
    expect(await membersOf(company)).toEqual(before)
  })
})

describe('what a list is', () => {
  test('its objectGUID: renamed and moved it is the same one, and of two with one name each is its own', async () => {
    const company = await ListCompany.with(people)
    company.directory.unit(`OU=Law,${fakeBase}`)
    const list = company.directory.list('Sales', fakeBase, [dnOf('Ann')])
    company.directory.list('Sales', `OU=Law,${fakeBase}`, [dnOf('Bob')])
    await company.run()
    company.directory.set(list, { displayName: 'Trade' })
    const run = await company.run()
    expect(await groupPlan(company, run.id)).toEqual({ Trade: ['update group-renamed applied'] })
    expect(await membersOf(company)).toMatchObject({ Sales: { effective: ['Bob'] }, Trade: { effective: ['Ann'] } })
  })

  test('security groups without an address and those of Active Directory itself are none', async () => {
    const company = await ListCompany.with(people)
    const { directory } = company
    const address = `mail@${directory.domain}`
    directory.list('Security', fakeBase, [dnOf('Ann')], { groupType: '-2147483646' })
    directory.list('Mail', fakeBase, [dnOf('Ann')], { groupType: '-2147483640', mail: address })
    directory.list('Domain Users', fakeBase, [], { isCriticalSystemObject: 'TRUE', mail: 'x@example.com' })
    await company.run()
    expect(await groupsOf(company)).toEqual({ Mail: { kind: 'list', source: 'directory', parent: null } })
    expect(await company.sql(sql`select address from groups`)).toEqual([{ address }])
  })

  test('an address that somebody or something else has is nobody’s to take; two lists exchange theirs in one run', async () => {
    const company = await ListCompany.with(people)
    const { directory } = company
    const [one, two] = [`one@${directory.domain}`, `two@${directory.domain}`]
    const first = directory.list('First', fakeBase, [], { mail: one })
    const second = directory.list('Second', fakeBase, [], { mail: two })
    directory.list('Third', fakeBase, [dnOf('Ann')], { mail: `bob@${directory.domain}` })
    const run = await company.run()
    expect(await groupPlan(company, run.id)).toMatchObject({ Third: ['skip list-address-in-use noted'] })
    directory.set(first, { mail: two })
    directory.set(second, { mail: one })
    const exchanged = await company.run()
    expect(await groupPlan(company, exchanged.id)).toMatchObject({
      First: ['update group-values-differ applied'],
      Second: ['update group-values-differ applied'],
    })
    directory.set(first, { mail: one })
    const both = await company.run()
    expect((await groupPlan(company, both.id)).First).toEqual(['skip list-address-in-use noted'])
    expect(await company.sql(sql`select name, address from groups order by name`)).toEqual([
      { name: 'First', address: two },
      { name: 'Second', address: one },
    ])
  })

  test('a name or a text of any length, and a name that is markup, keep no list out', async () => {
    const company = await ListCompany.with(people)
    const list = company.directory.list('Long', fakeBase, [dnOf('Ann')], { displayName: '👪'.repeat(1_000) })
    company.directory.list('Markup', fakeBase, [], {
      displayName: '<img src=x onerror=alert(1)>',
      description: 'x'.repeat(5_000),
    })
    await company.run()
    const stored = await company.sql<{ name: string; description: string | null }>(
      sql`select name, description from groups order by name`,
    )
    expect(stored.map(({ name, description }) => [name.length, description?.length])).toEqual([
      [28, 1_024],
      [255, undefined],
    ])
    expect(stored[1]?.name.isWellFormed()).toBe(true)
    company.directory.setMembers(list, [dnOf('Ann'), dnOf('Bob')])
    await company.run()
    expect(Object.values(await membersOf(company))[1]?.effective).toEqual(['Ann', 'Bob'])
  })

  test('protected lists keep their name and their members', async () => {
    const company = await ListCompany.with(people)
    const list = company.directory.list('Board', fakeBase, [dnOf('Ann')])
    await company.run()
    const [{ id } = { id: '' }] = await company.sql<{ id: string }>(sql`select id from groups`)
    await company.changeSettings({ exclusions: { protected: { groups: [{ groupId: id, name: 'The board' }] } } })
    company.directory.setMembers(list, [dnOf('Bob')])
    company.directory.set(list, { displayName: 'Everybody' })
    const run = await company.run()
    expect(await groupPlan(company, run.id)).toEqual({ Everybody: ['skip group-protected noted'] })
    expect(await membersOf(company)).toEqual({ Board: { direct: ['Ann directory'], effective: ['Ann'] } })
  })
})

test('of two organizations, each has its own', async () => {
  const companies = [await ListCompany.with(['Ann']), await ListCompany.with(['Ann'])]
  for (const company of companies) {
    company.directory.list('Sales', fakeBase, [dnOf('Ann')])
    await company.run()
    expect(await membersOf(company)).toEqual({ Sales: { direct: ['Ann directory'], effective: ['Ann'] } })
  }
})

test('whoever another connector took over stays in the lists where they were, and is put into none and out of none any more', async () => {
  const company = await ListCompany.with(people)
  const { directory, organizationId } = company
  directory.list('Sales', fakeBase, [dnOf('Ann'), dnOf('Bob')])
  directory.list('Law', fakeBase, [dnOf('Bob')])
  await company.run()
  const elsewhere = randomUUID()
  await inOrganization(organizationId, tx => insertConnector(tx, { id: elsewhere, kind: 'cloud', name: 'Berlin' }))
  await company.sql(sql`with taken as (
      update accounts set connector_id = ${elsewhere} where display_name = 'Ann' returning id)
    update joins set connector_id = ${elsewhere}, anchor = gen_random_uuid() where account_id = (select id from taken)`)
  const before = await membersOf(company)
  expect(before.Sales?.direct).toEqual(['Ann directory', 'Bob directory'])
  const run = await company.run()
  expect(await company.plan(run.id)).toMatchObject({ 'skip account-of-other-source noted': 1 })
  expect(await groupPlan(company, run.id)).toEqual({})
  directory.list('Sales', fakeBase, [dnOf('Bob')])
  directory.list('Law', fakeBase, [dnOf('Bob'), dnOf('Ann')])
  await company.run()
  expect(await membersOf(company)).toEqual(before)
})
