import { randomUUID } from 'node:crypto'
import { expect, type Page, test } from '@playwright/test'
import postgres from 'postgres'
import { Mailbox } from '@/lib/notify/testing/receivers'
import { sampleCredentials, sampleDomain } from '@/lib/sample-directory/settings'
import { enrollmentJson } from './command-line'
import { writeSampleConfiguration } from './configuration-file'
import { createAdministrator } from './first-administrator'
import { type House, startHouse } from './house'
import { takePictures } from './pictures'
import { expectAccessible, expectNoSidewaysScroll, watchPage } from './watch-page'

let house: House
let page: Page
let troubles: string[]
const mailbox = new Mailbox()
const secret = { SAMPLE_PASSWORD: sampleCredentials.password }
const freelancers = ['Freelancer One', 'Freelancer Two', 'Freelancer Three']
const decliner = 'Private Person'

test.describe.configure({ mode: 'serial' })

test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000)
  const mail = { ENROLLMENT_SMTP_URL: await mailbox.listen(), ENROLLMENT_MAIL_FROM: 'messenger@portal.example' }
  house = await startHouse({ env: mail })
  page = await (await browser.newContext()).newPage()
  troubles = (await watchPage(page)).troubles
  await createAdministrator(page, house, { domain: sampleDomain })
  await openAccounts([...freelancers, decliner])
  const file = writeSampleConfiguration(house, 'unmanaged', { organizationalUnits: 'all' })
  expect(await enrollmentJson(house.data, ['apply', file], secret)).toMatchObject({ exit: 0 })
  expect(await enrollmentJson(house.data, ['sync', 'Northwind', '--approve'])).toMatchObject({ exit: 0 })
})

test.afterEach(() => {
  expect(troubles, 'policy violations and page errors').toEqual([])
})

test.afterAll(async () => {
  await page?.close()
  await house?.stop()
  await mailbox.close()
})

const button = (name: string | RegExp) => page.getByRole('button', { name })
const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name })
const addressOf = (name: string) => `${name.toLowerCase().replace(' ', '.')}@${sampleDomain}`

/** What people do who open an account in Messenger with the company's address. */
async function openAccounts(names: readonly string[]): Promise<void> {
  const database = postgres(house.running.ownerUrl, { max: 1, onnotice: () => {} })
  for (const name of names)
    await database`
      insert into accounts (organization_id, id, attributes, email_key, email_verified)
      select id, ${randomUUID()}, ${database.json({ displayName: name, email: addressOf(name) })}, ${addressOf(name)}, true
      from organizations`
  await database.end()
}

test('a report leads to the people whom nobody manages, and three of them are brought in for what was shown', async () => {
  await page.goto(`${house.running.url}/directory-sync/runs`)
  await page.getByRole('link', { name: 'Run 2', exact: true }).click()
  await expect(heading('Run 2')).toBeVisible()
  await page.getByRole('link', { name: '4 unmanaged users' }).click()
  await expect(heading('Unmanaged Users')).toBeVisible()
  await expectAccessible(page)
  await expectNoSidewaysScroll(page)
  await takePictures(page, 'unmanaged-users')
  for (const name of freelancers) await page.getByRole('checkbox', { name: `Select ${name}` }).check()
  await button('Manage users').click()
  const dialog = page.getByRole('dialog', { name: 'Confirm Addition of Managed Users' })
  await expect(dialog.getByText('3 people become managed users.')).toBeVisible()
  await expect(dialog.getByText('3 of them are in scope of no directory.')).toBeVisible()
  await expectAccessible(page)
  await takePictures(page, 'unmanaged-users-confirm')
  await dialog.getByRole('button', { name: 'Add 3 managed users' }).click()
  await expect(heading('Adding managed users')).toBeVisible()
  await expect(page.getByText('3 accounts are done.')).toBeVisible({ timeout: 30_000 })
  await expect
    .poll(() => mailbox.taken.map(({ to }) => to).sort(), { timeout: 30_000 })
    .toEqual(freelancers.map(addressOf).sort())
})

test('the next run keeps them, although no directory has them', async () => {
  expect(await enrollmentJson(house.data, ['sync', 'Northwind', '--approve'])).toMatchObject({ exit: 0 })
  await page.goto(`${house.running.url}/users/managed?directory=none`)
  await expect(heading('Managed Users')).toBeVisible()
  await expect(page.getByText('3 people', { exact: true })).toBeVisible()
  for (const name of freelancers) await expect(page.getByRole('rowheader', { name })).toBeVisible()
  await expect(page.getByText('Managed, not in directory')).toHaveCount(3)
})

test('whoever is asked by mail declines without signing in, and stays as they are', async ({ browser }) => {
  await page.goto(`${house.running.url}/users/unmanaged`)
  await page.getByRole('checkbox', { name: `Select ${decliner}` }).check()
  await button('Ask first').click()
  const dialog = page.getByRole('dialog', { name: 'Ask before managing' })
  await dialog.getByLabel('Message to the people').fill('Please answer soon.')
  await dialog.getByRole('button', { name: 'Ask 1 person' }).click()
  await expect(heading('Asking people')).toBeVisible()
  const toThem = () => mailbox.taken.filter(({ to }) => to === addressOf(decliner))
  await expect.poll(() => toThem().length, { timeout: 30_000 }).toBe(1)
  const link = /https?:\S+management-request\S+/.exec(
    (toThem()[0]?.text ?? '').replace(/=\r\n/g, '').replace(/=3D/g, '='),
  )
  const person = await (await browser.newContext()).newPage()
  await person.goto(link?.[0] ?? '')
  await expect(person.getByRole('heading', { name: 'May Northwind manage your Messenger account?' })).toBeVisible()
  await expectAccessible(person)
  await expect(person.getByText('Please answer soon.')).toBeVisible()
  await person.getByLabel('Why not?').fill('It is my own account.')
  await person.getByRole('button', { name: 'I decline' }).click()
  await expect(person.getByRole('status')).toHaveText(/^Nothing changes\./)
  await person.goto(link?.[0] ?? '')
  await expect(person.getByText('This request was answered')).toBeVisible()
  await person.close()
  await page.goto(`${house.running.url}/users/unmanaged?review=declined`)
  await expect(page.getByRole('rowheader', { name: decliner })).toBeVisible()
})
