import { readFileSync } from 'node:fs'
import { expect, type Page, test } from '@playwright/test'
import { allPeople } from './console'
import { type House, startHouse } from './house'
import { takePictures } from './pictures'
import { synchronizeSample } from './sample-company'
import { expectAccessibleEverywhere, watchPage } from './watch-page'

let house: House
let page: Page
let troubles: string[]

test.describe.configure({ mode: 'serial', timeout: 180_000 })

test.beforeAll(async ({ browser }) => {
  test.setTimeout(400_000)
  house = await startHouse({ patience: 240 })
  page = await (await browser.newContext()).newPage()
  troubles = (await watchPage(page)).troubles
  await synchronizeSample(page, house, { organizationalUnits: 'all', distributionLists: 'all' })
})

test.afterEach(() => {
  expect(troubles, 'policy violations and page errors').toEqual([])
})

test.afterAll(async () => {
  await page?.close()
  await house?.stop()
})

const button = (name: string | RegExp) => page.getByRole('button', { name })
const link = (name: string | RegExp) => page.getByRole('link', { name })
const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name })
const go = (path: string) => page.goto(`${house.running.url}${path}`)

test('people are sorted and filtered in the address, and all who match but one are taken along as a file', async () => {
  await go('/users/managed')
  await expect(page.getByRole('row')).toHaveCount(51)
  await expectAccessibleEverywhere(page)
  await takePictures(page, 'people')
  await page.getByRole('columnheader', { name: 'Department' }).getByRole('link').click()
  await expect(page.getByRole('columnheader', { name: 'Department' })).toHaveAttribute('aria-sort', 'ascending')
  await page.getByLabel('Status').selectOption('active')
  await button('Apply filters').click()
  await expect(page).toHaveURL(/sort=department.*status=active/)
  await page.getByRole('checkbox', { name: 'Select all on this page' }).check()
  await button(/^Select all [\d,]+ that match$/).click()
  const selection = page.getByRole('region', { name: 'Selection' })
  await expect(selection).toContainText(/([\d,]+) of \1 selected/)
  const all = Number((await selection.innerText()).match(/([\d,]+) of/)?.[1]?.replaceAll(',', ''))
  await link('Next page').click()
  await expect(page.getByText(/^51–100 of/)).toBeVisible()
  await page.getByRole('checkbox').nth(1).uncheck()
  await expect(selection).toContainText(`${(all - 1).toLocaleString('en-US')} of`)
  const download = page.waitForEvent('download')
  await selection.getByRole('button', { name: 'Download as CSV' }).click()
  const lines = readFileSync(await (await download).path(), 'utf8')
    .trimEnd()
    .split('\r\n')
  expect(lines).toHaveLength(all)
})

test('a list is found again under the name it was saved with', async () => {
  await button('Views').click()
  await page.getByRole('menuitem', { name: 'Save this view…' }).click()
  await page.getByLabel('Name of the view').fill('Active by department')
  await button('Save view').click()
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.getByRole('link', { name: 'Managed Users', exact: true }).click()
  await expect(page).toHaveURL(/managed$/)
  await button('Views').click()
  await page.getByRole('menuitem', { name: 'Active by department' }).click()
  await expect(page).toHaveURL(/status=active/)
  await expect(page.getByLabel('Status')).toHaveValue('active')
})

test('who is in a list is told with what each of them is, a list in it too, and the list has the focus again afterwards', async () => {
  await go('/users/groups')
  await expect(page.getByRole('row').nth(1)).toContainText('AD')
  await expectAccessibleEverywhere(page)
  await takePictures(page, 'groups')
  await page.getByRole('checkbox', { name: 'Select all on this page' }).check()
  const selection = page.getByRole('region', { name: 'Selection' })
  await expect(selection).toContainText(/(\d+) of \1 selected/)
  const rows = await page.getByRole('row').count()
  const download = page.waitForEvent('download')
  await selection.getByRole('button', { name: 'Download as CSV' }).click()
  expect(
    readFileSync(await (await download).path(), 'utf8').match(/\r\n/g),
    'each of them, and a heading',
  ).toHaveLength(rows)
  await link('Distribution Lists').click()
  await expect(heading('Distribution Lists')).toBeVisible()
  const beta = page.getByRole('row').filter({ hasText: 'Project Beta' }).getByRole('link')
  await beta.click()
  const members = page.getByRole('dialog').getByRole('row')
  await expect(members.filter({ hasText: 'N/A' }).first()).toBeVisible()
  await expectAccessibleEverywhere(page)
  await takePictures(page, 'list-members')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(beta).toBeFocused()
})

test('the overview tells the last days in bars and as a table, and the menu leads anywhere by keyboard', async () => {
  await go('/directory-sync')
  await expect(page.getByText('Most was changed on').first()).toBeVisible()
  await expectAccessibleEverywhere(page)
  await takePictures(page, 'overview-day-two')
  await page.getByText('Table', { exact: true }).click()
  await expect(page.getByRole('region', { name: 'Last 30 days, table' }).getByRole('row')).toHaveCount(2)
  await page.keyboard.press('Control+k')
  const box = page.getByRole('combobox', { name: 'Page, connector or person' })
  await expect(box).toBeFocused()
  await page.keyboard.type('northwind')
  await expect(page.getByRole('option', { name: 'Northwind', exact: true })).toBeVisible()
  await expect(page.getByRole('option', { name: /@/ }).first()).toBeVisible()
  await expectAccessibleEverywhere(page)
  await takePictures(page, 'menu')
  await page.keyboard.press('Enter')
  await expect(heading('Northwind')).toBeVisible()
})

test('every setting is shown, a version is restored as a draft, and a reset forgets them and keeps the people', async () => {
  const tabs = page.getByRole('navigation', { name: 'This connector' })
  await tabs.getByRole('link', { name: 'Settings' }).click()
  await expect(heading('Settings of Northwind')).toBeVisible()
  await expectAccessibleEverywhere(page)
  await takePictures(page, 'settings')
  await tabs.getByRole('link', { name: 'Versions' }).click()
  await expect(heading('Versions of Northwind')).toBeVisible()
  await expectAccessibleEverywhere(page)
  await takePictures(page, 'versions')
  await button('Restore version 1 as draft').click()
  await expect(heading('Review')).toBeVisible()
  await page.goBack()
  await expect(heading('Versions of Northwind')).toBeVisible()
  const people = (await allPeople(page, house)).length
  await button('Reset this connector').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Reset this connector' }).click()
  await expect(page.getByText('Type Northwind to confirm, exactly')).toBeVisible()
  await page.getByLabel('Type Northwind to confirm').fill('Northwind')
  await page.getByRole('dialog').getByRole('button', { name: 'Reset this connector' }).click()
  await expect(heading('Northwind')).toBeVisible()
  await expect(page.getByText('Draft', { exact: true })).toBeVisible()
  expect(await allPeople(page, house)).toHaveLength(people)
})

test('the history is narrowed in its address, and leads to a report that adds up', async () => {
  await go('/directory-sync/runs')
  await expect(heading('History of Active Directory Synchronization Runs')).toBeVisible()
  await expectAccessibleEverywhere(page)
  await takePictures(page, 'history')
  await page.getByLabel('With').selectOption('deactivations')
  await button('Apply filters').click()
  await expect(page.getByText('No runs match these filters.')).toBeVisible()
  await page.getByLabel('With').selectOption('changes')
  await button('Apply filters').click()
  await link(/^Sync Results/)
    .first()
    .click()
  await expect(page.getByRole('heading', { name: 'Report on Active Directory Sync' })).toBeVisible()
  await expect(page.getByText('The numbers add up')).toBeVisible()
  await expectAccessibleEverywhere(page)
  await takePictures(page, 'report-day-two')
  const added = page.locator('[data-counter=added]').getByRole('link')
  const rows = page.getByText(`1–50 of ${await added.innerText()}`, { exact: true })
  await added.click()
  await expect(rows).toBeVisible()
  await page.getByRole('region', { name: 'Changes, table' }).getByRole('rowheader').first().getByRole('link').click()
  await expect(page.locator('[data-stage=found]')).toContainText('Is this person in the directory?')
  await page.goBack()
  await expect(rows, 'what was looked for is in the address').toBeVisible()
})

test('what was done is on record, with who did it', async () => {
  await go('/audit')
  await expect(heading('Audit Log')).toBeVisible()
  await expect(page.getByRole('row').filter({ hasText: 'Connector reset' })).toContainText('Ada Byron')
  await takePictures(page, 'audit')
  await page.getByLabel('Who', { exact: true }).selectOption('run')
  await button('Apply filters').click()
  await expect(page).toHaveURL(/who=run/)
  await expect(page.getByRole('row').filter({ hasText: 'Connector reset' })).toHaveCount(0)
  await expect(page.getByRole('row').filter({ hasText: 'Run finished' })).toContainText('Run 2')
})
