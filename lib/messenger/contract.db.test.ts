import { describe, expect, test } from 'vitest'
import { inOrganization } from '@/lib/store/organization'
import type { AccountValues, Messenger } from './messenger'
import { ownMessenger } from './own-messenger'
import { scimMessenger } from './scim/scim-messenger'
import { scimLab } from './testing/scim-lab'
import { serverToken } from './testing/scim-server'

const lab = scimLab()

const messengers: [string, () => Messenger][] = [
  [
    'in our own tables',
    () => ownMessenger(work => inOrganization(lab.company.organizationId, work), { verified: true }),
  ],
  [
    'that stands elsewhere and speaks SCIM',
    () => scimMessenger({ baseUrl: lab.address, token: serverToken, authority: null }),
  ],
]

const someone = (name: string, more: AccountValues = {}): AccountValues => ({
  ...{ externalId: `there-${name}`, userName: `${name}@contract.example`, displayName: name, active: true },
  ...more,
})

async function all<T>(pages: AsyncGenerator<T[]>): Promise<T[]> {
  const found: T[] = []
  for await (const page of pages) found.push(...page)
  return found
}

describe.each(messengers)('a Messenger %s', (_, make) => {
  test('says what it can do, and lets accounts and teams be read', async () => {
    const messenger = make()
    expect(await messenger.describe()).toEqual({ hasVersions: true })
    await messenger.probe('account')
    await messenger.probe('group')
  })

  test('an account that was made is listed once, is read as it was made, and is found by its names', async () => {
    const messenger = make()
    const ada = await messenger.createAccount(someone('ada', { title: 'Countess', 'phoneNumbers.work': '+44 1' }))
    const eve = await messenger.createAccount(someone('eve', { active: false }))
    expect(ada.values).toMatchObject({ title: 'Countess', 'phoneNumbers.work': '+44 1', active: true })
    expect((await messenger.readAccount(ada.id)).values).toMatchObject(someone('ada', { title: 'Countess' }))
    expect((await messenger.readAccount(eve.id)).values).toMatchObject({ active: false })
    const listed = await all(messenger.listAccounts())
    for (const { id } of [ada, eve]) expect(listed.filter(one => one.id === id)).toHaveLength(1)
    const found = (field: 'externalId' | 'userName', value: string) =>
      messenger.findAccounts(field, value).then(some => some.map(({ id }) => id))
    expect(await found('externalId', 'there-ada')).toEqual([ada.id])
    expect(await found('userName', 'ada@contract.example')).toEqual([ada.id])
    expect(await found('userName', 'ada@contract.example or userName pr')).toEqual([])
  })

  test('an address that somebody has is taken', async () => {
    const messenger = make()
    await messenger.createAccount(someone('ada'))
    const again = someone('ada', { externalId: 'there-another' })
    await expect(messenger.createAccount(again)).rejects.toMatchObject({ code: 'scim-taken' })
    expect(await all(messenger.listAccounts())).toHaveLength(1)
  })

  test('a change writes the fields that it names, and access ends and begins again', async () => {
    const messenger = make()
    const ada = await messenger.createAccount(someone('ada', { title: 'Countess', department: 'Engines' }))
    const captain = await messenger.updateAccount(ada, ['title', 'active'], { title: 'Captain', active: false })
    expect(captain.values).toMatchObject({ title: 'Captain', active: false, department: 'Engines', displayName: 'ada' })
    const back = await messenger.updateAccount(captain, ['active', 'department'], { active: true })
    expect(back.values).toMatchObject({ title: 'Captain', active: true })
    expect(back.values.department).toBeUndefined()
    expect(await messenger.readAccount(ada.id)).toEqual(back)
  })

  test('nothing is written over a version that was not seen', async () => {
    const messenger = make()
    const ada = await messenger.createAccount(someone('ada'))
    await messenger.updateAccount(ada, ['title'], { title: 'Countess' })
    const late = messenger.updateAccount(ada, ['title'], { title: 'Captain' })
    await expect(late).rejects.toMatchObject({ code: 'scim-changed-meanwhile' })
    expect((await messenger.readAccount(ada.id)).values.title).toBe('Countess')
  })

  test('what is not there is gone, in so many words', async () => {
    const messenger = make()
    const nobody = '00000000-0000-4000-8000-000000000000'
    for (const ask of [messenger.readAccount, messenger.readGroup, messenger.removeGroup])
      await expect(ask(nobody)).rejects.toMatchObject({ code: 'scim-gone' })
  })

  test('a team is made, found, renamed, joined and left, each as often as one likes, and ends', async () => {
    const messenger = make()
    const [ada, eve] = [await messenger.createAccount(someone('ada')), await messenger.createAccount(someone('eve'))]
    const team = await messenger.createGroup({ externalId: 'there-team', name: 'Engines' })
    expect(await messenger.readMembers(team.id)).toEqual(new Set())
    for (let time = 0; time < 2; time++) await messenger.addMembers(team.id, [ada.id, eve.id])
    expect(await messenger.readMembers(team.id)).toEqual(new Set([ada.id, eve.id]))
    await messenger.removeMembers(team.id, [eve.id])
    expect(await messenger.readMembers(team.id)).toEqual(new Set([ada.id]))
    const renamed = await messenger.renameGroup(await messenger.readGroup(team.id), 'Looms')
    expect(renamed).toMatchObject({ id: team.id, name: 'Looms', externalId: 'there-team' })
    expect((await messenger.findGroups('there-team')).map(({ id }) => id)).toEqual([team.id])
    expect((await all(messenger.listGroups())).map(({ name }) => name)).toEqual(['Looms'])
    await messenger.removeGroup(team.id)
    expect(await all(messenger.listGroups())).toEqual([])
  })
})

test('of our own accounts only those that nobody manages follow another Messenger', async () => {
  await lab.company.synchronized(1)
  const own = messengers[0]?.[1]() as Messenger
  const [person] = await all(own.listAccounts())
  if (!person) throw new Error('Nobody was synchronized')
  await expect(own.updateAccount(person, ['title'], { title: 'Theirs' })).rejects.toMatchObject({
    code: 'scim-forbidden',
  })
  expect((await own.readAccount(person.id)).values.title).toBeUndefined()
})
