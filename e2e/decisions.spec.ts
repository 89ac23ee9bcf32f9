import { randomUUID } from 'node:crypto'
import { expect, type Page, test } from '@playwright/test'
import postgres, { type Sql } from 'postgres'
import { sampleDomain } from '@/lib/sample-directory/settings'
import { enrollmentJson } from './command-line'
import { type House, startHouse } from './house'
import { connectSample } from './sample-company'
import { expectAccessible, expectNoSidewaysScroll, watchPage } from './watch-page'

type Person = { organization_id: string; email_key: string; name: string; number: string }

let house: House
let page: Page
let database: Sql
let troubles: string[]
let [first, second]: (Person | undefined)[] = []

test.describe.configure({ mode: 'serial' })

test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000)
  house = await startHouse()
  page = await (await browser.newContext()).newPage()
  troubles = (await watchPage(page)).troubles
  await connectSample(page, house, { organizationalUnits: 'all' })
  database = postgres(house.running.ownerUrl, { max: 1, onnotice: () => {} })
  await enrollmentJson(house.data, ['sync', 'Northwind'])
  ;[first, second] = await database<Person[]>`
    select organization_id, email_key, attributes ->> 'displayName' as name, attributes ->> 'employeeNumber' as number
    from mapped_people where placement = 'in' and status = 'enabled' and problems = '[]'
      and attributes ->> 'employeeNumber' is not null order by anchor limit 2`
})

test.afterEach(() => {
  expect(troubles, 'policy violations and page errors').toEqual([])
})

test.afterAll(async () => {
  await page?.close()
  await database?.end()
  await house?.stop()
})

/** An account that somebody made by hand. */
async function byHand(person: Person | undefined, address: string, verified: boolean): Promise<void> {
  const attributes = { displayName: 'Made by hand', email: address, employeeNumber: person?.number ?? null }
  await database`insert into accounts (organization_id, id, attributes, email_key, email_verified)
    values (${person?.organization_id ?? ''}, ${randomUUID()}, ${database.json(attributes)}, ${address}, ${verified})`
}

const card = (person: Person | undefined) => page.getByRole('region', { name: person?.name, exact: true })

test('whoever the rules leave open is listed with what speaks for each account and against it', async () => {
  await byHand(first, first?.email_key ?? '', false)
  for (const name of ['before', 'another']) await byHand(second, `${name}@${sampleDomain}`, true)
  await enrollmentJson(house.data, ['sync', 'Northwind'])
  const [connector] = await database<{ id: string }[]>`select id from connectors where name = 'Northwind'`
  await page.goto(`${house.running.url}/directory-sync/connectors/${connector?.id}`)
  await page.getByRole('link', { name: '2 decisions' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Decisions' })).toBeVisible()
  await expect(card(first)).toContainText('An administrator has to decide whose address it is')
  await expect(card(first).getByRole('row').nth(1)).toContainText('Employee number, User name, Address')
  await expect(card(first).getByRole('row').nth(1)).toContainText('Address in use')
  await expect(card(second)).toContainText('2 Messenger accounts match this person')
  await expect(card(first).getByRole('radio'), 'an own account would have the same address').toHaveCount(2)
  await expect(card(second).getByRole('radio')).toHaveCount(4)
  await expectAccessible(page)
  await expectNoSidewaysScroll(page)
})

test('a decision needs an answer and a reason, and is made by keyboard alone', async () => {
  await card(first).getByRole('button').focus()
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('error-summary')).toBeFocused()
  await expect(page.getByTestId('error-summary')).toContainText('Choose an answer')
  await expectAccessible(page)
  await page.getByTestId('error-summary').getByRole('link').first().focus()
  await page.keyboard.press('Enter')
  await expect(card(first).getByRole('radio').first()).toBeFocused()
  await page.keyboard.press('Space')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Seen at the door')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(card(first)).toContainText('The next run does it.')
  await card(second).getByRole('radio', { name: 'create an account' }).check()
  await card(second).getByRole('textbox').fill('Both are machines')
  await card(second).getByRole('button').click()
  await expect(card(second)).toContainText('create an account. The next run does it.')
  await expectAccessible(page)
})

test('the next run does it, and then there is nothing to decide', async () => {
  expect(await enrollmentJson(house.data, ['sync', 'Northwind', '--approve'])).toMatchObject({ exit: 0 })
  const joins = await database`
    select j.rule, a.email_key as address from joins j join accounts a on a.id = j.account_id
    where a.email_key in (${first?.email_key ?? ''}, ${second?.email_key ?? ''}) order by 1`
  expect([...joins]).toEqual([
    { rule: 'added', address: second?.email_key },
    { rule: 'decision', address: first?.email_key },
  ])
  await enrollmentJson(house.data, ['sync', 'Northwind'])
  await page.reload()
  await expect(page.getByText('There is nothing to decide')).toBeVisible()
  await expectAccessible(page)
})
