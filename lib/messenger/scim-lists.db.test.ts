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
