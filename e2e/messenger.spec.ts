import { expect, type Page, test } from '@playwright/test'
import postgres, { type Sql } from 'postgres'
import { ScimServer, serverToken } from '@/lib/messenger/testing/scim-server'
import { sampleCredentials, sampleDomain } from '@/lib/sample-directory/settings'
import { enrollmentJson, type RunJson } from './command-line'
import { writeSampleConfiguration } from './configuration-file'
import { createAdministrator } from './first-administrator'
import { type House, startHouse } from './house'
import { takePictures } from './pictures'
import { expectAccessible, expectNoSidewaysScroll, watchPage } from './watch-page'

let house: House
let page: Page
let owner: Sql
let troubles: string[]
const other = new ScimServer()

test.beforeAll(async ({ browser }) => {
  test.setTimeout(400_000)
  house = await startHouse({ patience: 240 })
  owner = postgres(house.running.ownerUrl, { max: 1, onnotice: () => {} })
  page = await (await browser.newContext()).newPage()
  troubles = (await watchPage(page)).troubles
  await createAdministrator(page, house, { domain: sampleDomain })
  const few = { organizationalUnits: 'all', inclusionRule: '"(sn=B*)"' }
  const file = writeSampleConfiguration(house, 'messenger', few)
  const password = { SAMPLE_PASSWORD: sampleCredentials.password }
  expect(await enrollmentJson(house.data, ['apply', file], password)).toMatchObject({ exit: 0 })
  const first = await enrollmentJson<RunJson>(house.data, ['sync', 'Northwind', '--approve'])
  expect(first).toMatchObject({ exit: 0, json: { state: 'finished' } })
})

test.afterAll(async () => {
  await page?.close()
  await owner?.end()
  await other.close()
  await house?.stop()
})

const button = (name: string) => page.getByRole('button', { name })

test('another Messenger is connected, read and brought up to date; whoever it refuses is named and tried again, and what is changed there is put right', async () => {
  test.setTimeout(180_000)
  const people = await owner<{ id: string; email: string }[]>`select id, email_key as email from accounts order by 2`
  const [someone] = people
  if (!someone) throw new Error('Nobody was synchronized')
  other.users.put(undefined, { userName: someone.email, displayName: 'Somebody', active: true })

  await page.goto(`${house.running.url}/settings/messenger`)
  await expect(page.getByRole('heading', { level: 1, name: 'Messenger' })).toBeVisible()
  const address = await other.listen()
  await page.getByLabel('SCIM address').fill(address)
  await page.getByLabel('Token', { exact: true }).fill(serverToken)
  await button('Save and test').click()
  await expect(page.getByText('Groups can be read')).toBeVisible({ timeout: 20_000 })
  await expect(button('Start carrying over')).toBeHidden()

  await button('Read now').click()
  await expect(button('Start carrying over')).toBeVisible({ timeout: 30_000 })
  expect(other.writes()).toEqual([])
  await button('Start carrying over').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Start carrying over' }).click()

  await expect(page.getByRole('heading', { name: 'What was refused' })).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText('Another account or team there has this address')).toBeVisible()
  await expect.poll(() => other.users.all.size, { timeout: 60_000 }).toBe(people.length)
  await expectAccessible(page)
  await takePictures(page, 'settings-messenger-refused')
  await page.setViewportSize({ width: 320, height: 800 })
  await expectNoSidewaysScroll(page)
  await page.setViewportSize({ width: 1280, height: 900 })

  other.change(someone.email, { externalId: someone.id })
  await button('Try all again').click()
  // What is tried again is on its way, and no longer among what was refused, before the other side has it.
  await expect.poll(() => other.user(someone.email)?.displayName, { timeout: 30_000 }).not.toBe('Somebody')
  await expect(page.getByRole('heading', { name: 'What was refused' })).toBeHidden({ timeout: 30_000 })
  expect(other.users.all.size).toBe(people.length)

  // Somebody changes there what comes from here, and makes a team: the next reading puts the one right and tells of both.
  const ours = other.user(someone.email)?.displayName
  other.change(someone.email, { displayName: 'Theirs' })
  other.groups.put(undefined, { displayName: '1st floor', members: [{ value: other.user(someone.email)?.id }] })
  await button('Read now').click()
  const changed = page.getByRole('region', { name: 'What somebody changed there, table' })
  await expect(changed.getByText(`Name: ${ours} here, Theirs there.`)).toBeVisible({ timeout: 60_000 })
  await expect(changed.getByText('Put right')).toBeVisible({ timeout: 60_000 })
  expect(other.user(someone.email)).toMatchObject({ displayName: ours })
  await takePictures(page, 'settings-messenger-changed')
  await page.goto(`${house.running.url}/teams/unmanaged`)
  await expect(page.getByRole('heading', { level: 1, name: 'Unmanaged Teams' })).toBeVisible()
  await page.getByRole('link', { name: '1st floor' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '1st floor' })).toBeVisible()
  await expect(page.getByText('In the other Messenger')).toBeVisible()
  await expect(page.getByRole('rowheader', { name: someone.email })).toBeVisible()
  await expectAccessible(page)
  await takePictures(page, 'team-of-another-messenger')
  expect(troubles, 'policy violations and page errors').toEqual([])
})
