import { readFileSync } from 'node:fs'
import { expect, type Page, test } from '@playwright/test'
import postgres, { type Sql } from 'postgres'
import { type House, startHouse } from './house'
import { synchronizeSample } from './sample-company'
import { expectAccessible, expectNoSidewaysScroll, watchPage } from './watch-page'

const secret = 'a-secret-of-a-clock'
let house: House
let page: Page
let owner: Sql
let troubles: string[]

test.describe.configure({ mode: 'serial', timeout: 180_000 })

test.beforeAll(async ({ browser }) => {
  test.setTimeout(400_000)
  house = await startHouse({ env: { CRON_SECRET: secret, ENROLLMENT_SPREAD_SECONDS: '0' }, patience: 240 })
  owner = postgres(house.running.ownerUrl, { max: 1, onnotice: () => {} })
  page = await (await browser.newContext()).newPage()
  troubles = (await watchPage(page)).troubles
  await synchronizeSample(page, house, {
    organizationalUnits: 'all',
    // Far enough away that nothing runs by itself while this story is told.
    schedule: '{ full: { every: day, at: 04:00 }, startsOn: 2099-03-07 }',
    timeZone: 'America/New_York',
  })
})

test.afterEach(() => {
  expect(troubles, 'policy violations and page errors').toEqual([])
})

test.afterAll(async () => {
  await page?.close()
  await owner?.end()
  await house?.stop()
})

const button = (name: string) => page.getByRole('button', { name })
const openConnector = async () => {
  await page.goto(`${house.running.url}/directory-sync`)
  await page.getByRole('link', { name: 'Settings and runs' }).click()
  await expect(page.getByRole('heading', { name: 'Schedule', exact: true })).toBeVisible()
}

test('what the file says is what the connector’s page shows', async () => {
  await openConnector()
  await expect(page.getByText('Every day at 04:00').first()).toBeVisible()
  await expect(page.getByTestId('next-runs').getByRole('listitem').first()).toContainText('Mar 7, 2099, 4:00 AM EST')
})

test('the configuration is taken along as a file, and brought in as a draft after its differences were shown', async () => {
  await openConnector()
  await page.getByRole('link', { name: 'Configuration file' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Configuration file' })).toBeVisible()
  const saved = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download as YAML' }).click()
  const text = readFileSync(await (await saved).path(), 'utf8')
  const configuration = page.getByLabel('Configuration', { exact: true })
  await configuration.fill(text.replace('graceDays: 0', 'graceDays: many'))
  await button('Check the file').click()
  await expect(page.getByTestId('error-summary')).toContainText(/Line \d+: Enter a whole number of days/)
  await expect(configuration).toHaveValue(/graceDays: many/)
  await expectAccessible(page)
  await configuration.fill(text.replace('graceDays: 0', 'graceDays: 7'))
  await button('Check the file').click()
  await expect(page.getByRole('heading', { name: 'One thing would change' })).toBeFocused()
  await expectAccessible(page)
  await button('Continue in the wizard').click()
  await expect(page.getByRole('heading', { level: 1, name: 'Connection' })).toBeVisible()
})

test('a connector is paused after a question, and resumed', async () => {
  await openConnector()
  await button('Pause').click()
  await expectAccessible(page)
  await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click()
  await expect(page.getByText('Enter a reason of at least 3 characters')).toBeVisible()
  await page.getByLabel('Reason').fill('Office move until Monday')
  await page.getByLabel('Resume by itself on').fill('2099-03-09')
  await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click()
  await expect(
    page.getByText(/^Paused by Ada Byron on .*Office move until Monday.*by itself on Mon, Mar 9, 2099, 12:00 AM/),
  ).toBeVisible()
  await button('Resume').click()
  await expect(page.getByTestId('next-runs').getByRole('listitem')).toHaveCount(5)
})

test('a schedule is changed without losing somebody else’s change', async () => {
  await openConnector()
  await page.getByRole('link', { name: 'Change schedule' }).click()
  await expect(page.getByRole('heading', { level: 1, name: /^Schedule of/ })).toBeVisible()
  const other = await page.context().newPage()
  await other.goto(page.url())
  await other.getByLabel('At', { exact: true }).fill('05:00')
  await expect(other.getByTestId('next-runs').getByRole('listitem').first()).toContainText('5:00')
  await other.getByRole('button', { name: 'Save schedule' }).click()
  await expect(other.getByText('Every day at 05:00').first()).toBeVisible()
  await other.close()
  await page.getByLabel('At', { exact: true }).fill('06:00')
  await button('Save schedule').click()
  const met = page.getByTestId('meanwhile')
  await expect(met).toContainText('Ada Byron saved this step on')
  await expect(met.getByRole('listitem')).toHaveText([/^Schedule: was Every day at 05:00.*becomes Every day at 06:00/])
})

test('a schedule works on a narrow screen and in the dark', async () => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await openConnector()
  const connector = page.url()
  const pages = ['', '/schedule', '/setup/schedule', '/configuration-file']
  for (const address of pages.map(path => connector + path)) {
    await page.goto(address)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expectNoSidewaysScroll(page)
    await expectAccessible(page)
  }
})

test('an administrator chooses with the keyboard what to be told of, and finds it so again', async () => {
  await page.goto(`${house.running.url}/settings/notifications`)
  const failed = page.getByLabel('A run failed', { exact: true })
  await expect(failed).toHaveValue('immediately')
  await failed.selectOption('daily')
  await button('Save notifications').focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText('Your choice is saved.')).toBeVisible()
  await page.reload()
  await expect(failed).toHaveValue('daily')
  const told = page.getByRole('row', { name: 'Run 1 of Northwind waits for your decision.' })
  await expect(told).toContainText('This is the first synchronization')
  await expect(told).toContainText('Over')
})

test('an administrator connects another system with a secret that nobody sees again, replaces it, and takes it away', async () => {
  await page.goto(`${house.running.url}/settings/notifications`)
  const dialog = page.getByRole('dialog')
  const open = async (name: string) => {
    await button(name).click()
    await expect(dialog.getByRole('heading', { name })).toBeVisible()
  }
  const secret = dialog.getByLabel('Signing secret', { exact: true })
  await open('Set up a webhook')
  await dialog.getByLabel('Webhook address').fill('https://hooks.example.com/sync')
  await secret.fill('too short')
  await dialog.getByRole('button', { name: 'Save webhook' }).click()
  await expect(dialog.getByTestId('error-summary')).toContainText('at least 32 characters')
  await expect(dialog.getByLabel('Webhook address')).toHaveValue('https://hooks.example.com/sync')
  await expectAccessible(page)
  await secret.fill('a secret that signs, of enough letters')
  await dialog.getByRole('button', { name: 'Save webhook' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText('There is one. Nobody is shown it.')).toBeVisible()
  await expect(button('Send a test to the webhook')).toBeVisible()
  await open('Replace the secret')
  await expect(secret).toHaveValue('')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await open('Remove the webhook')
  await dialog.getByRole('button', { name: 'Remove the webhook' }).click()
  await expect(page.getByText('No webhook is set up.')).toBeVisible()
  await expect(button('Send a test to the webhook')).toBeHidden()
})

test('a time that was missed runs once, late, and the run says so', async () => {
  await owner`update connectors set schedule = jsonb_set(schedule, '{startsOn}', '"2026-11-01"')`
  await owner`update schedule_clocks set next_for = date_trunc('day', now() at time zone 'America/New_York') at time zone
    'America/New_York' - interval '3 days' + interval '5 hours', due_at = now() where kind = 'full'`
  await expect
    .poll(async () => (await owner`select state from runs where cause = 'scheduled'`)[0]?.state, { timeout: 60_000 })
    .toBe('finished')
  const [run] = await owner<{ id: string; missed: number }[]>`select id, missed from runs where cause = 'scheduled'`
  expect(run?.missed).toBeGreaterThan(0)
  await page.goto(`${house.running.url}/directory-sync/runs/${run?.id}`)
  await expect(page.getByText('earlier times were missed')).toBeVisible()
  await expect(page.getByText('started by the schedule')).toBeVisible()
  await expectAccessible(page)
})

test('the cron route works for who knows the secret, and for nobody else', async () => {
  const address = `${house.running.url}/api/cron/sync`
  const as = (secret: string) => ({ headers: { authorization: `Bearer ${secret}` } })
  expect((await page.request.get(address)).status()).toBe(401)
  expect((await page.request.get(address, as('another-secret-here'))).status()).toBe(401)
  for (const method of ['POST', 'PUT', 'DELETE', 'HEAD'])
    expect((await page.request.fetch(address, { method, ...as(secret) })).status(), method).toBe(405)
  const answer = await page.request.get(address, as(secret))
  expect(answer.status()).toBe(200)
  expect(await answer.json()).toMatchObject({ started: 0, errors: 0, remaining: 0 })
})
