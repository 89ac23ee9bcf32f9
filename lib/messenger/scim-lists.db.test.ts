import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { fakeBase } from '@/lib/runs/testing/fake-source'
import { requestListExports } from '@/lib/store/exported-groups'
import { inOrganization } from '@/lib/store/organization'
import type { ScimCompany } from './testing/scim-company'
import { scimLab } from './testing/scim-lab'

const lab = scimLab()

const list = 'f0000000-0000-4000-8000-000000000001'

/** A list of the directory with whom it reaches, as a run leaves it. */
async function setList(company: ScimCompany, name: string, reaches: string): Promise<void> {
  const { organizationId, connectorId } = company
  await company.sql(sql`
    insert into groups (organization_id, id, kind, name, source, connector_id)
    values (${organizationId}, ${list}, 'list', ${name}, 'directory', ${connectorId})
    on conflict (organization_id, id) do update set name = excluded.name`)
  await company.sql(sql`delete from effective_members`)
  await company.sql(sql`
    insert into effective_members (organization_id, group_id, account_id)
    select organization_id, ${list}, id from accounts where email_key ~ ${reaches}`)
  await inOrganization(organizationId, tx => requestListExports(tx, null))
}

test('a list is a team over there, with whom it reaches; who was put in by hand there stays', async () => {
  const { server, company, address } = lab
  await company.synchronized(9)
  await setList(company, 'Everybody', 'person')
  await company.exports(address)
  const team = () =>
    [...lab.server.groups.all.values()][0] as { displayName?: string; members?: { value: string }[] } | undefined
  const members = () =>
    (team()?.members ?? []).map(({ value }) => String(server.users.all.get(value)?.userName).split('@')[0]).toSorted()
  expect(team()).toMatchObject({ displayName: 'Everybody' })
  expect(members()).toHaveLength(9)

  const guest = server.users.put(undefined, { userName: 'guest@elsewhere.example' })
  const stored = [...lab.server.groups.all.values()][0]
  server.groups.put(stored?.id, { ...stored, members: [...(team()?.members ?? []), { value: guest.id }] })
  await setList(company, 'Some', 'person.[1-3]@')
  await company.work()
  expect(team()).toMatchObject({ displayName: 'Some' })
  expect(members()).toEqual(['guest', 'person.1', 'person.2', 'person.3'])

  // Somebody takes a person out over there: the next reading finds it, and the list wins.
  const now = [...lab.server.groups.all.values()][0]
  server.groups.put(now?.id, { ...now, members: (team()?.members ?? []).slice(1) })
  await company.reads()
  expect(members()).toHaveLength(4)
  const written = server.writes().length
  await company.reads()
  expect(server.writes()).toHaveLength(written)

  await company.sql(sql`delete from effective_members`)
  await company.sql(sql`delete from groups`)
  company.directory.person('Person 10', fakeBase)
  await company.run()
  await company.work()
  expect(server.groups.all.size).toBe(0)
  expect(await company.open()).toEqual([])
})

type Group = { id: string; displayName?: string; members?: { value: string }[] }
const there = () => [...lab.server.groups.all.values()] as unknown as Group[]
const userId = (at: number) => lab.server.user(`person.${at}@${lab.company.directory.domain}`)?.id ?? ''
const change = (group: Group | undefined, values: object) => lab.server.groups.put(group?.id, { ...group, ...values })
const drifts = () =>
  lab.company.sql<{ drift: unknown; put_right: unknown }>(sql`
    select drift, put_right from exported_objects where kind = 'group'`)

test('who is taken out of a list over there, and what it is called there, is told and left where the company wants it so', async () => {
  const { company, address } = lab
  await company.synchronized(3)
  await setList(company, 'Everybody', 'person')
  await company.exports(address, { drift: 'report' })
  change(there()[0], { displayName: 'Theirs', members: [{ value: userId(1) }, { value: userId(2) }] })
  await company.reads()
  expect((await company.messenger()).reading).toMatchObject({ drifted: 1 })
  const drift = [
    { field: 'name', ours: 'Everybody', theirs: 'Theirs' },
    { field: 'member', ours: 'Person 3', theirs: null },
  ]
  expect(await drifts()).toEqual([{ drift, put_right: null }])
  const written = lab.server.writes().length
  await company.reads()
  expect(lab.server.writes()).toHaveLength(written)

  // Another change of ours is carried over, and hides nothing of theirs.
  company.directory.person('Person 4', fakeBase)
  await company.run()
  await setList(company, 'Everybody', 'person')
  await company.work()
  expect(there()[0]?.members).toHaveLength(3)
  expect(await drifts()).toEqual([{ drift, put_right: null }])

  await company.connect(address, { drift: 'ours-wins', token: null })
  await company.reads()
  expect(there()[0]).toMatchObject({ displayName: 'Everybody' })
  expect(there()[0]?.members).toHaveLength(4)
  expect(await drifts()).toEqual([{ drift: null, put_right: drift }])
})

test('a list that is deleted over there is made again, with everybody in it', async () => {
  const { company, address } = lab
  await company.synchronized(3)
  await setList(company, 'Everybody', 'person')
  await company.exports(address)
  lab.server.groups.all.clear()
  await company.reads()
  expect(there()).toMatchObject([{ displayName: 'Everybody' }])
  expect(there()[0]?.members).toHaveLength(3)
})

const teams = () =>
  lab.company.sql(sql`
    select t.name, t.owner_email, t.plan_type, t.status, t.management, t.member_count as members, t.external_count as externals,
      array(select m.email_key from team_members m where m.team_id = t.id order by 1) as who
    from teams t order by t.name`)

test('a team over there that is no list of ours becomes a team that nobody manages, and follows what is there', async () => {
  const { company, server, address } = lab
  await company.synchronized(2)
  await company.exports(address)
  const guest = server.users.put(undefined, { userName: 'guest@elsewhere.example' })
  const members = [{ value: userId(1) }, { value: guest.id }]
  server.groups.put(undefined, { displayName: 'Book club', members })
  const written = server.writes().length
  await company.reads()
  expect((await company.messenger()).reading).toMatchObject({ complete: true, teamsAdded: 1, teamsGone: 0 })
  const team = { owner_email: '', plan_type: 'unknown', status: 'active', management: 'found' }
  const ada = `person.1@${company.directory.domain}`
  const found = { ...team, name: 'Book club', members: 2, externals: 1, who: ['guest@elsewhere.example', ada] }
  expect(await teams()).toEqual([found])

  change(there()[0], { displayName: 'Readers', members: [{ value: userId(1) }] })
  await company.reads()
  const readers = { ...team, name: 'Readers', members: 1, externals: 0, who: [ada] }
  expect(await teams()).toEqual([readers])
  expect((await company.messenger()).reading).toMatchObject({ teamsAdded: 0, teamsGone: 0 })

  // Whoever manages it is told that it is gone; what nobody decided about goes with it.
  const [club] = there()
  await company.sql(sql`update teams set management = 'managed'`)
  server.groups.all.clear()
  await company.reads()
  expect(await teams()).toEqual([{ ...readers, management: 'managed', status: 'gone' }])
  server.groups.all.set(club?.id ?? '', club as never)
  await company.reads()
  expect(await teams()).toEqual([{ ...readers, management: 'managed' }])
  await company.sql(sql`update teams set management = 'found'`)
  server.groups.all.clear()
  await company.reads()
  expect(await teams()).toEqual([])
  expect((await company.messenger()).reading).toMatchObject({ teamsGone: 1 })
  expect(server.writes()).toHaveLength(written)
})
