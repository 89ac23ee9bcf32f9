import { expect, type Page, test } from '@playwright/test'
import { Mailbox } from '@/lib/notify/testing/receivers'
import { sampleDomain } from '@/lib/sample-directory/settings'
import { createAdministrator } from './first-administrator'
import { type House, startHouse } from './house'
import { expectAccessibleEverywhere, watchPage } from './watch-page'

let house: House
let page: Page
let troubles: string[]
const mailbox = new Mailbox()

test.describe.configure({ mode: 'serial' })

test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000)
  const mail = { ENROLLMENT_SMTP_URL: await mailbox.listen(), ENROLLMENT_MAIL_FROM: 'enrollment@northwind.example' }
  house = await startHouse({ env: mail })
  page = await (await browser.newContext()).newPage()
  troubles = (await watchPage(page)).troubles
  await createAdministrator(page, house, { domain: sampleDomain })
  await page.goto(`${house.running.url}/directory-sync/connectors/new`)
  await button('Try it with the sample company').click()
  await expect(heading('Connection')).toBeVisible()
})

test.afterAll(async () => {
  await page?.close()
  await house?.stop()
  await mailbox.close()
})

test.afterEach(() => {
  expect(troubles, 'policy violations and page errors').toEqual([])
})

const button = (name: string | RegExp) => page.getByRole('button', { name })
const link = (name: string | RegExp) => page.getByRole('link', { name })
const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name, exact: true })
/** What a mail server has for somebody; its long lines are broken, and its equality signs written in other words. */
const mailTo = (address: string) =>
  mailbox.taken
    .findLast(({ to }) => to === address)
    ?.text.replaceAll('=\r\n', '')
    .replaceAll('=3D', '=') ?? ''

async function openTeam(name: string): Promise<void> {
  await page.goto(`${house.running.url}/teams/unmanaged?q=${encodeURIComponent(name)}`)
  await expect(heading('Unmanaged Teams')).toBeVisible()
  await link(name).click()
  await expect(heading(name)).toBeVisible()
}

test('a team with people from outside is brought in for exactly the cost that was shown, and everybody has one mail', async () => {
  await page.goto(`${house.running.url}/teams/unmanaged`)
  await expect(page.getByText('40 teams')).toBeVisible()
  await openTeam('Night Shift')
  await link('Bring in…').click()
  await expect(heading('Bring in Night Shift')).toBeVisible()
  await expect(page.getByText('3 people outside keep their own accounts')).toBeVisible()
  await expect(page.getByText(/back to .*@northwind\.example: (19|20) of 30 paid days are left/)).toBeVisible()
  await expectAccessibleEverywhere(page)
  const submit = button(/^Bring in “Night Shift” – adds \$[\d.]+ a month$/)
  await submit.click()
  await expect(page.getByTestId('error-summary')).toContainText('Confirm that you may commit this spend')
  const shown = (await submit.innerText()).match(/\$[\d.]+/)?.[0] ?? ''

  await page.getByRole('checkbox', { name: 'I am allowed to commit this spend' }).check()
  await page.getByRole('textbox', { name: 'Type Night Shift to confirm' }).fill('Night Shift')
  await submit.click()
  await expect(heading('Night Shift')).toBeVisible()
  await expect(page.getByText(/came along, and everybody was written to/)).toBeVisible({ timeout: 30_000 })
  const adopted = page.getByRole('region', { name: 'Brought in' })
  await expect(adopted).toContainText(shown)
  await expect(adopted).toContainText('Committed by Ada Byron')
  const members = page.getByRole('region', { name: 'Members', exact: true }).getByRole('rowheader')
  const addresses = (await members.allInnerTexts()).map(text => text.split('\n').at(-1)?.trim() ?? '')
  expect(addresses.length).toBeGreaterThan(10)
  await expect
    .poll(() => mailbox.taken.map(({ to }) => to).toSorted(), { timeout: 60_000 })
    .toEqual(addresses.toSorted())
  await page.goto(`${house.running.url}/teams/managed`)
  await expect(heading('Managed Teams')).toBeVisible()
  await expect(link('Night Shift')).toBeVisible()
})

test('the owner outside is asked by mail, agrees without signing in, and the way is open', async ({ browser }) => {
  await openTeam('Road Trip')
  await expect(link('Bring in…')).toBeHidden()
  await button('Ask the owner…').click()
  await page.getByRole('textbox', { name: 'Message to the owner (optional)' }).fill('Come with us.')
  await button('Send the question').click()
  await expect(page.getByText('A mail to the owner waits for an answer.')).toBeVisible()
  const owner = /^(\S+@partner\.example) \(outside/
  const address = (await page.getByText(owner).innerText()).match(owner)?.[1] ?? ''
  await expect.poll(() => mailTo(address), { timeout: 60_000 }).toContain('Come with us.')
  const token = mailTo(address).match(/team-request\?token=[\w.-]+/)?.[0] ?? ''

  const visitor = await (await browser.newContext()).newPage()
  const { troubles: theirs } = await watchPage(visitor)
  await visitor.goto(`${house.running.url}/${token}`)
  await expect(visitor.getByRole('heading', { level: 1, name: 'May Northwind manage Road Trip?' })).toBeVisible()
  await expectAccessibleEverywhere(visitor)
  await visitor.getByRole('button', { name: 'I agree' }).click()
  await expect(visitor.getByText('Thank you.')).toBeVisible()
  expect(theirs, 'policy violations and page errors').toEqual([])
  await visitor.goto(`${house.running.url}/${token}`)
  await expect(visitor.getByText('This question has been answered already.')).toBeVisible()
  await visitor.close()

  await openTeam('Road Trip')
  await expect(page.getByText('The owner agreed. The team can be brought in.')).toBeVisible()
  await expect(link('Bring in…')).toBeVisible()
})

test('several teams are left alone at once, and it is undone; a team is added with a member', async () => {
  await page.goto(`${house.running.url}/teams/unmanaged?q=warehouse`)
  await expect(page.getByText('2 teams')).toBeVisible()
  // A page that has only just come may not listen yet; to choose again what is chosen changes nothing.
  await expect(async () => {
    for (const name of ['Warehouse North', 'Warehouse South'])
      await page.getByRole('checkbox', { name: `Select ${name}` }).check()
    await expect(page.getByText('2 of 2 selected').first()).toBeVisible({ timeout: 1_000 })
  }).toPass({ timeout: 30_000 })
  await button('Leave alone').click()
  const dialog = page.getByRole('dialog', { name: 'Leave teams alone' })
  await expect(dialog.getByText('2 teams stay outside')).toBeVisible()
  await dialog.getByRole('button', { name: 'Leave 2 alone' }).click()
  await expect(dialog.getByTestId('error-summary')).toContainText('Say why')
  await dialog.getByRole('textbox', { name: 'Why?' }).fill('They move to another company.')
  await dialog.getByRole('button', { name: 'Leave 2 alone' }).click()
  await expect(dialog.getByText('2 teams are left alone.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Undo' }).click()
  await expect(dialog.getByText('Taken back for 2 teams.')).toBeFocused()
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click()
  await expect(heading('Unmanaged Teams'), 'who closed it is not lost').toBeFocused()
  for (const name of ['Warehouse North', 'Warehouse South'])
    await expect(page.getByRole('row', { name: new RegExp(name) })).toContainText('Found')
  await page.getByRole('searchbox').fill('road trip')
  await page.getByRole('searchbox').press('Enter')
  await expect(link('Road Trip')).toBeVisible()
  await expect(button('Apply filters'), 'who filtered is still at the filters').toBeFocused()

  await page.goto(`${house.running.url}/teams/managed/new`)
  await expect(heading('Add a team')).toBeVisible()
  const add = button('Add Noor Vandermeer')
  await expect(async () => {
    for (const text of ['', 'noor']) await page.getByRole('textbox', { name: 'Find managed users' }).fill(text)
    await expect(add).toBeVisible({ timeout: 3_000 })
  }).toPass({ timeout: 30_000 })
  await add.click()
  await page.getByRole('textbox', { name: 'Team name' }).fill('Crew')
  await expect(page.getByText('1 member is chosen.')).toBeVisible()
  await button('Add team').click()
  await expect(heading('Crew')).toBeVisible()
  await expect(page.getByRole('rowheader', { name: /^Noor Vandermeer/ })).toBeVisible()
})
