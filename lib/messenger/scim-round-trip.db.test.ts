import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { anchorOf, fakeBase } from '@/lib/runs/testing/fake-source'
import { listExports } from '@/lib/store/exported-objects'
import { inOrganization } from '@/lib/store/organization'
import { scimLab } from './testing/scim-lab'

const lab = scimLab()

const person = (at: number) => anchorOf(`CN=Person ${at},${fakeBase}`)
const mail = (at: number) => `person.${at}@${lab.company.directory.domain}`
const names = () => [...lab.server.users.all.values()].map(({ userName }) => userName).toSorted()

test('who is added, changed, deactivated and back again here is so over there, and nothing is written twice', async () => {
  await lab.company.synchronized(6)
  await lab.company.exports(lab.address)
  expect(names()).toEqual([1, 2, 3, 4, 5, 6].map(mail))
  expect(lab.server.user(mail(1))).toMatchObject({ active: true, displayName: 'Person 1' })
  const after = lab.server.writes().length
  lab.company.directory.set(person(1), { title: 'Captain' })
  lab.company.directory.disable(person(2))
  lab.company.directory.person('Person 7', fakeBase)
  await lab.company.run()
  await lab.company.work()
  expect(lab.server.user(mail(1))).toMatchObject({ title: 'Captain' })
  expect(lab.server.user(mail(2))).toMatchObject({ active: false })
  expect(
    lab.server
      .writes()
      .slice(after)
      .map(({ method }) => method)
      .toSorted(),
  ).toEqual(['PATCH', 'PATCH', 'POST'])
  lab.company.directory.enable(person(2))
  await lab.company.run()
  await lab.company.work()
  expect(lab.server.user(mail(2))).toMatchObject({ active: true })
  await lab.company.run()
  await lab.company.work()
  expect(lab.server.writes()).toHaveLength(after + 4)
  expect(await lab.company.open()).toEqual([])
})

test('nothing is written before somebody has seen what is there', async () => {
  await lab.company.synchronized(3)
  await lab.company.connect(lab.address)
  await expect(lab.company.order({ do: 'export' })).rejects.toThrow('messenger-not-read')
  await lab.company.work()
  expect((await lab.company.messenger()).test?.steps.map(({ trouble }) => trouble)).toEqual([null, null, null])
  await lab.company.reads()
  expect(lab.server.writes()).toEqual([])
})

test('accounts over there become accounts that nobody manages, and are linked only where addresses count as verified', async () => {
  await lab.company.synchronized(3)
  lab.server.users.put(undefined, { userName: mail(2), active: true })
  lab.server.users.put(undefined, { userName: 'guest@elsewhere.example', displayName: 'A guest', active: false })
  lab.server.users.put(undefined, { userName: 'no address', active: true })
  await lab.company.connect(lab.address)
  await lab.company.reads()
  expect((await lab.company.messenger()).reading).toMatchObject({ complete: true, added: 1, linked: 0, unusable: 2 })
  const [guest] = await lab.company.sql(sql`
    select display_name, active, email_verified, connector_id from accounts where email_key like 'guest@%'`)
  expect(guest).toEqual({ display_name: 'A guest', active: false, email_verified: false, connector_id: null })
  await lab.company.order({ do: 'export' })
  await lab.company.work()
  expect((await lab.company.states())['person.2']).toBe('refused scim-taken')
  expect(await lab.company.open()).toEqual([{ kind: 'scim-account', error: 'scim-taken' }])
  await lab.company.connect(lab.address, { verifiesAddresses: true, token: null })
  await lab.company.reads()
  await lab.company.order({ do: 'retry', only: null })
  await lab.company.work()
  expect(lab.server.user(mail(2))).toMatchObject({ displayName: 'Person 2' })
  expect(lab.server.users.all.size).toBe(5)
  expect(await lab.company.open()).toEqual([])
})

test('what somebody changed over there since is not written over unseen: it is read, ours wins, and the report says so', async () => {
  await lab.company.synchronized(2)
  await lab.company.exports(lab.address)
  lab.server.change(mail(1), { title: 'Theirs', nickName: 'Addie' })
  lab.company.directory.set(person(1), { department: 'Research' })
  const run = await lab.company.run()
  const asked = lab.server.handled.length
  await lab.company.work()
  // The version that was known is refused; the account is read, and written as it is now.
  const path = `/Users/${lab.server.user(mail(1))?.id}`
  expect(lab.server.handled.slice(asked)).toEqual(['PATCH', 'GET', 'PATCH'].map(method => ({ method, path })))
  expect(lab.server.user(mail(1))).toMatchObject({ nickName: 'Addie' })
  expect(lab.server.user(mail(1))?.title).toBeUndefined()
  const putRight = [{ field: 'title', ours: null, theirs: 'Theirs' }]
  expect(await changedSince(run.id)).toMatchObject([{ name: 'Person 1', drift: null, putRight }])
})

const changedSince = (runId: string) =>
  inOrganization(lab.company.organizationId, tx => listExports(tx, 'drifted', 10, runId))

test('what somebody changed over there and is left so is told, whatever else of the account is carried over', async () => {
  await lab.company.synchronized(2)
  await lab.company.exports(lab.address, { drift: 'report' })
  lab.server.change(mail(1), { title: 'Theirs' })
  lab.company.directory.set(person(1), { department: 'Research' })
  const run = await lab.company.run()
  await lab.company.work()
  const drift = [{ field: 'title', ours: null, theirs: 'Theirs' }]
  for (let time = 0; time < 2; time++) {
    expect(lab.server.user(mail(1))).toMatchObject({ title: 'Theirs' })
    expect(await changedSince(run.id)).toMatchObject([{ name: 'Person 1', drift, putRight: null }])
    await lab.company.reads()
  }
  lab.company.directory.set(person(1), { title: 'Captain' })
  await lab.company.run()
  await lab.company.work()
  expect(lab.server.user(mail(1))).toMatchObject({ title: 'Captain' })
  expect(await changedSince(run.id)).toEqual([])
})

test('what somebody changed over there is shown, and put right only where the company wants it', async () => {
  await lab.company.synchronized(3)
  await lab.company.exports(lab.address, { drift: 'report' })
  lab.server.change(mail(1), { displayName: 'Somebody else' })
  await lab.company.reads()
  expect((await lab.company.messenger()).reading).toMatchObject({ drifted: 1 })
  const [{ drift } = {}] = await lab.company.sql(sql`select drift from exported_objects where drift is not null`)
  expect(drift).toEqual([{ field: 'displayName', ours: 'Person 1', theirs: 'Somebody else' }])
  expect(lab.server.user(mail(1))).toMatchObject({ displayName: 'Somebody else' })
  await lab.company.connect(lab.address, { drift: 'ours-wins', token: null })
  await lab.company.reads()
  expect(lab.server.user(mail(1))).toMatchObject({ displayName: 'Person 1' })
  const written = lab.server.writes().length
  await lab.company.reads()
  expect((await lab.company.messenger()).reading).toMatchObject({ drifted: 0 })
  expect(lab.server.writes()).toHaveLength(written)
})

test('an account that is deleted over there is made again, once the other side itself says that it is gone', async () => {
  await lab.company.synchronized(3)
  await lab.company.exports(lab.address)
  lab.server.users.all.delete(lab.server.user(mail(1))?.id ?? '')
  await lab.company.reads()
  expect(names()).toEqual([1, 2, 3].map(mail))
  expect((await lab.company.messenger()).reading).toMatchObject({ gone: 1 })
})
