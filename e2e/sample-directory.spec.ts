import { expect, type Page, test } from '@playwright/test'
import { allPeople } from './console'
import { administrator, createAdministrator } from './first-administrator'
import { type House, startHouse } from './house'
import { keysOf, watchPointer } from './keys'
import { mustOnlyRead } from './operations'
import { takePictures } from './pictures'
import { expectAccessible, expectNoSidewaysScroll, watchPage } from './watch-page'

let house: House
let page: Page
let troubles: string[]
let keys: ReturnType<typeof keysOf>
/** How often a pointer was used while the connector was configured. */
let pointerUsed: () => number

test.describe.configure({ mode: 'serial' })

test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000)
  house = await startHouse()
  page = await (await browser.newContext()).newPage()
  troubles = (await watchPage(page)).troubles
  keys = keysOf(page)
})

test.afterEach(() => {
  expect(troubles, 'policy violations and page errors').toEqual([])
})

test.afterAll(async () => {
  await page?.close()
  await house?.stop()
})

const button = (name: string | RegExp) => page.getByRole('button', { name })
/** How long a page may wait for the whole directory to be read. */
const reading = { timeout: 30_000 }
const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name })

test('the one-time link sets up the company once, and only whoever it created can sign in', async ({ browser }) => {
  await page.goto(house.link ?? '')
  await expect(heading('Welcome to Enrollment')).toBeVisible()
  await expectAccessible(page)
  await takePictures(page, 'welcome')
  await button('Set up and continue').click()
  await expect(page.getByText('There is a problem')).toBeVisible()
  await expectAccessible(page)

  await createAdministrator(page, house, { domain: 'northwind.example' })
  await expect(heading('Directory Sync')).toBeVisible()
  await expect(page).toHaveTitle('Directory Sync – Enrollment – Northwind')
  await expectAccessible(page)

  const stranger = await (await browser.newContext()).newPage()
  await stranger.goto(house.link ?? '')
  await expect(stranger.getByText('This link was used already')).toBeVisible()
  await stranger.goto(`${house.running.url}/directory-sync`)
  await expect(stranger).toHaveURL(/sign-in/)
  await stranger.locator('#field-email').fill(administrator.email)
  await stranger.locator('#field-password').fill('not the password')
  await stranger.locator('button[type=submit]').click()
  await expect(stranger.getByText('do not match an administrator')).toBeVisible()
  await expectAccessible(stranger)
  await stranger.close()
})

test('both ways to connect are explained, with where the password stays, and can be chosen', async () => {
  pointerUsed = await watchPointer(page)
  await keys.press(page.getByRole('link', { name: 'Connect your directory' }))
  await expect(heading('Choose how to connect')).toBeVisible()
  await expect(page.getByRole('radio', { name: 'Directory Agent' })).toBeEnabled()
  await expect(page.getByText('stays on your server.')).toBeVisible()
  await expect(button('Continue with the Cloud-based Connector')).toBeVisible()
  await keys.choose(page.getByRole('radio', { name: 'my security team says no' }))
  await expect(page.getByText('Recommended: Directory Agent.')).toBeVisible()
  await expect(button('Continue with the Directory Agent')).toBeVisible()
  await expect(page.getByText('Someone who knows LDAP queries')).toBeVisible()
  await expectAccessible(page)
  await takePictures(page, 'connect')
})

test('the connection is refused with its own sentence for what was typed, and continues only after a passed test', async () => {
  await keys.press(button('Try it with the sample company'))
  await expect(heading('Connection')).toBeFocused()
  await expectAccessible(page)

  const host = page.locator('#field-connection-hosts-0-host')
  const address = await host.inputValue()
  await keys.write(host, 'ldaps://ldap.example.com')
  await keys.press(button('Continue'))
  await expect(page.getByTestId('error-summary')).toBeFocused()
  await expect(page).toHaveTitle(/^Error: /)
  await keys.press(page.getByTestId('error-summary').getByRole('link'))
  await expect(host).toBeFocused()
  await expectAccessible(page)

  await keys.write(host, address)
  await keys.press(button('Continue'))
  await expect(page.getByText('was not tested since it last changed').first()).toBeVisible()

  await keys.press(button('Test connection'))
  await expect(page.locator('[data-check][data-state=passed], [data-check][data-state=warning]')).toHaveCount(7)
  await expect(page.getByText('All checks passed')).toBeVisible()
  await expect(button('Test connection'), 'who pressed it is still there').toBeFocused()
  await expectAccessible(page)
  await takePictures(page, 'test-connection')
  await keys.press(button('Continue'))
  await expect(heading('Organizational Units')).toBeFocused()
})

test('units are chosen in a tree by keyboard and pointer, with people counted', async () => {
  await keys.choose(page.getByRole('radio', { name: 'Only people in the units I choose' }))
  const tree = page.getByRole('tree')
  await expect(tree.getByRole('treeitem').nth(1)).toBeVisible()
  await expectAccessible(page)
  await takePictures(page, 'organizational-units')

  await keys.press(button('Clear'))
  await keys.press(button('Continue'))
  await expect(page.getByTestId('error-summary')).toContainText('Choose at least one organizational unit')

  const base = tree.getByRole('treeitem').first()
  await keys.reach(base)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Space')
  await expect(base).toHaveAttribute('aria-checked', 'mixed')
  await page.keyboard.press('Space')
  await expect(base).toHaveAttribute('aria-checked', 'false')
  await keys.write(page.getByLabel('Find a unit'), 'netw')
  await keys.press(page.getByRole('main').getByRole('button', { name: 'Search' }))
  const networking = page.getByRole('list', { name: 'Units that match' }).getByRole('checkbox', { name: 'Networking' })
  await keys.press(networking, 'Space')
  await expect(networking).toBeChecked()
  await expect(base, 'a part of it is included now').toHaveAttribute('aria-checked', 'mixed')
  await keys.press(button('Select all'))
  await expect(base).toHaveAttribute('aria-checked', 'true')
  await expect(page.getByTestId('units-total')).toContainText('1 unit chosen')
  await keys.choose(page.getByRole('radio', { name: 'All people' }))
  await keys.press(button('Continue'))
  await expect(heading('Distribution Lists')).toBeFocused()
})

test('distribution lists are found by name and chosen by keyboard, with whom they reach', async () => {
  await keys.choose(page.getByRole('radio', { name: 'Only the lists I choose' }))
  await expect(page.getByRole('row').nth(1)).toBeVisible(reading)
  await expectAccessible(page)
  await takePictures(page, 'distribution-lists')
  await keys.press(button('Continue'))
  await expect(page.getByTestId('error-summary')).toContainText('Choose at least one distribution list')
  await keys.write(page.getByLabel('Find a list'), 'alpha')
  await expect(page.getByRole('row')).toHaveCount(2)
  await keys.press(page.getByRole('checkbox', { name: 'Follow Project Alpha' }), 'Space')
  await expect(page.getByTestId('lists-chosen')).toHaveText('1 list chosen')
  await keys.press(button('Count again'))
  await expect(page.getByText('The lists reach 5 people')).toBeVisible(reading)
  await keys.press(button('Continue'))
  await expect(heading('User Attributes')).toBeFocused()
})

test('a field gets an expression by keyboard, with completion, and shows what it gives for somebody real', async () => {
  await keys.write(page.getByLabel('Whom?'), 'a')
  await page.keyboard.press('Enter')
  await expect(page.getByText(/^Shown for/)).toBeVisible(reading)
  const title = button(/^Title/)
  await expect(title).toContainText('→')
  await keys.press(title)
  const field = page.getByRole('region', { name: /^Title/ })
  await keys.pick(field.getByLabel('Where the value comes from'), 'An expression')
  const expression = field.getByRole('textbox', { name: 'Expression' })
  await keys.write(expression, 'uper(entry.title)')
  await expect(field.getByText(/Did you mean upper/)).toBeVisible()
  await keys.write(expression, 'upper(entry.tit')
  await expect(page.getByRole('option', { name: 'title', exact: true })).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(expression).toHaveValue('upper(entry.title')
  await page.keyboard.type(')')
  await expect(field.getByText(/^Line 1/)).toHaveCount(0)
  await keys.press(button('Check everybody'))
  await expect(page.getByTestId('mapping-sample')).toContainText('people read just now', reading)
  await expect(button(/^Department/)).toContainText('people have it.')
  await keys.press(button('Move down: The same email address'))
  await expect(page.getByTestId('announcements')).toContainText('is number 2 now')
  await keys.press(button('Move up: The same email address'))
  await expectAccessible(page)
  await takePictures(page, 'user-attributes')
  await keys.press(button('Add a field'))
  await keys.press(button('Continue'))
  await expect(page.getByTestId('error-summary')).toContainText('Enter a name for this field')
  await expectAccessible(page)
  await keys.press(button('Remove New field'))
  await keys.press(button('Continue'))
  await expect(heading('Inclusion Rules')).toBeFocused()
})

test('an inclusion rule is built from conditions, counted, and is the same as a filter', async () => {
  await keys.choose(page.getByRole('radio', { name: 'Only people who match a rule' }))
  await keys.write(page.getByRole('combobox', { name: 'Attribute' }), 'sAMAccountName')
  await keys.pick(page.getByRole('combobox', { name: 'Condition', exact: true }), 'has a value')
  await keys.press(button('Continue'))
  await expect(page.getByTestId('error-summary')).toContainText('Check this rule first')
  await keys.press(button('Check the rule'))
  await expect(page.getByTestId('rule-count-result')).toContainText('people match, nobody is left out', reading)
  await expectAccessible(page)
  await takePictures(page, 'inclusion-rules')
  await keys.press(button('Edit as an LDAP filter'))
  await expect(page.getByRole('textbox', { name: 'LDAP filter' })).toHaveValue('(sAMAccountName=*)')
  await expectAccessible(page)
  await keys.press(button('Show as conditions'))
  await expect(page.getByRole('combobox', { name: 'Attribute' })).toHaveValue('sAMAccountName')
  await keys.press(button('Continue'))
  await expect(heading('Exclusion Rules')).toBeFocused()
})

test('records are kept out by a rule that says whom it catches', async () => {
  await keys.press(button('Service accounts'))
  await keys.press(button('Count whom they catch'))
  await expect(page.getByTestId('exclusions-count')).toContainText('Together they keep out', reading)
  await expect(page.getByTestId('caught')).toContainText('Catches')
  await expectAccessible(page)
  await takePictures(page, 'exclusion-rules')
  await keys.press(button('Continue'))
  await expect(heading('Exclusions')).toBeFocused()
})

test('users, lists and groups of Messenger are protected one by one or by rule', async () => {
  await keys.write(page.getByLabel('Find a user'), 'nobody we know')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Nothing in Messenger matches.')).toBeVisible()
  await keys.press(button('Add a rule for lists and groups'))
  const rule = page.getByRole('region', { name: 'Rule 1' })
  await keys.write(rule.getByLabel('Value'), 'board')
  await keys.press(button('Continue'))
  await expect(page.getByTestId('error-summary')).toContainText('Enter a name for this exclusion')
  await keys.press(page.getByTestId('error-summary').getByRole('link'))
  await page.keyboard.type('Board lists')
  await keys.press(button('Count what the rules protect'))
  await expect(page.getByTestId('caught')).toContainText('Catches nobody.')
  await expectAccessible(page)
  await takePictures(page, 'exclusions')
  await keys.press(button('Continue'))
  await expect(heading('Schedule')).toBeFocused()
})

test('a schedule is chosen by keyboard with its next runs in view, and what clocks do to them is told', async () => {
  const next = page.getByTestId('next-runs').getByRole('listitem')
  await expect(next).toHaveCount(5)
  await expectAccessible(page)

  await keys.write(page.getByLabel('Minutes between them'), '4')
  await expect(page.getByText('Correct what is marked')).toBeVisible()
  await keys.press(button('Continue'))
  await expect(page.getByTestId('error-summary')).toContainText('Leave at least 5 minutes')
  await keys.press(page.getByTestId('error-summary').getByRole('link'))
  await expect(page.getByLabel('Minutes between them')).toBeFocused()
  await expectAccessible(page)
  await page.keyboard.press('Control+A')
  await page.keyboard.type('15')

  await keys.pick(page.getByLabel('Time zone of your company'), 'America/New_York')
  await keys.fillIn(page.getByLabel('At', { exact: true }), '0230AM', '02:30')
  // Far enough away that nothing runs by itself while this story is told.
  await keys.fillIn(page.getByLabel('First day'), '03072099', '2099-03-07')
  await expect(next.nth(0)).toContainText('Sat, Mar 7, 2099, 2:30 AM EST')
  await expect(next.nth(1)).toContainText('Sun, Mar 8, 2099, 3:00 AM EDT')
  await expect(next.nth(1)).toContainText('02:30 does not exist on this day')
  await expect(page.getByTestId('announcements')).toContainText('Next run Sat, Mar 7, 2099')
  await expectAccessible(page)
  await takePictures(page, 'schedule')
  await keys.press(button('Continue'))
  await expect(heading('Safety')).toBeFocused()
})

test('the limits of the hold are explained, refused above the highest, and filled in as recommended', async () => {
  const people = page.getByLabel('In one run, people')
  await keys.write(page.getByLabel('In one run, percent'), '60')
  await keys.write(people, '30')
  await keys.press(button('Continue'))
  await expect(page.getByTestId('error-summary')).toContainText('Enter a whole number from 1 to 50')
  await expectAccessible(page)
  await keys.press(button('Use the recommended limits'))
  await expect(people).toHaveValue('50')
  await keys.pick(
    page.getByLabel('Account expired in the directory'),
    'Suspend: cannot sign in, still receives messages',
  )
  await expectAccessible(page)
  await takePictures(page, 'safety')
  await keys.press(button('Continue'))
  await expect(heading('Review')).toBeFocused()
  await expect(page.getByText('Nothing is live yet.')).toBeVisible()
  await expect(page.getByText('(sAMAccountName=*)')).toBeVisible()
  await expect(page.getByText('Service accounts', { exact: true })).toBeVisible()
  await expect(page.getByText('Every day at 02:30; every 15 minutes only what changed')).toBeVisible()
  await expectAccessible(page)
  await takePictures(page, 'review')
  expect(pointerUsed(), 'the whole configuration needed no pointer').toBe(0)
})

test('the preview lists every change with its reason and changes nothing; the first one needs an approval', async () => {
  await button('Run preview').click()
  await expect(page.getByText('Waiting for approval', { exact: true })).toBeVisible({ timeout: 30_000 })
  await expect(page.getByText('This is a preview. Nothing has changed in Messenger.')).toBeVisible()
  expect(await allPeople(page, house)).toHaveLength(0)

  await expect(page.getByRole('region', { name: 'Changes, table' }).getByRole('row')).toHaveCount(51)
  const groups = page.getByRole('region', { name: 'Lists and organizational groups, table' })
  await expect(groups.getByRole('row').filter({ hasText: 'An included organizational unit' }).first()).toBeVisible()
  await expectAccessible(page)
  await takePictures(page, 'preview')
  const skipped = page.locator('[data-kind=skip]')
  await skipped.click()
  await expect(skipped).toHaveAttribute('aria-pressed', 'true')
  await expect(
    page.getByText('is not a verified domain').or(page.getByText('never had a Messenger account')).first(),
  ).toBeVisible()
  await skipped.click()
  await page.getByLabel('Find a person').fill('nobody has this name')
  await expect(page.getByText('No people match these filters.')).toBeVisible()
  await page.getByLabel('Find a person').fill('')

  const apply = button(/^Apply [\d,]+ changes$/)
  const whole = await apply.innerText()
  await button('Choose some of the changes').click()
  await button('Check none').click()
  await expect(page.getByTestId('chosen')).toContainText('0 of')
  await page.locator('[data-kind=add]').click()
  await page.getByRole('checkbox').nth(1).check()
  await page.getByRole('checkbox').nth(2).focus()
  await page.keyboard.press('Space')
  await expect(page.getByTestId('chosen')).toContainText('2 of')
  await expect(button('Apply 2 changes')).toBeVisible()
  const unit = groups.getByRole('row').filter({ hasText: 'An included organizational unit' }).first()
  await unit.getByRole('checkbox').focus()
  await page.keyboard.press('Space')
  await expect(page.getByTestId('chosen')).toContainText('3 of')
  await expectAccessible(page)
  await takePictures(page, 'choose-some')
  await button('Back to all changes').click()
  await page.locator('[data-kind=add]').click()
  await expect(apply).toHaveText(whole)

  await button(/^Apply [\d,]+ changes$/).click()
  await expect(page.getByTestId('error-summary')).toContainText('Enter a reason')
})

test('what was approved is watched until it is done, and its report adds up', async () => {
  await page.getByLabel('Reason').fill('First synchronization')
  const started = Date.now()
  await button(/^Apply [\d,]+ changes$/).click()
  await expect(page.getByText('Carries out a plan that Ada Byron approved')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Report' })).toBeVisible({ timeout: 30_000 })
  const took = `${Date.now() - started} ms from approval to report`
  test.info().annotations.push({ type: 'first synchronization', description: took })
  await expectAccessible(page)
  await takePictures(page, 'report')

  const added = Number((await page.locator('[data-counter=added]').innerText()).replace(/\D/g, ''))
  expect(added).toBeGreaterThan(900)
  expect(await allPeople(page, house)).toHaveLength(added)
})

test('the people are there, in pages and by search', async () => {
  await page.getByRole('link', { name: 'Managed Users', exact: true }).click()
  await expect(heading('Managed Users')).toBeVisible()
  await expect(page.getByRole('row')).toHaveCount(51)
  await expectAccessible(page)
  await takePictures(page, 'managed-users')
  const someone = await page.getByRole('rowheader').first().locator('bdi').innerText()
  await page.getByRole('link', { name: 'Next page' }).click()
  await expect(page.getByRole('row').filter({ hasText: someone })).toHaveCount(0)
  await page.getByLabel('Find people').fill(someone)
  await button('Apply filters').click()
  await expect(page.getByRole('rowheader').filter({ hasText: someone }).first()).toBeVisible()
})

test('a second synchronization changes nothing', async () => {
  await page.getByRole('link', { name: 'Directory Sync' }).click()
  await expect(heading('Directory Sync')).toBeVisible()
  await button('Sync now').click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('dialog').getByRole('button', { name: 'Sync now' }).click()
  await expect(page.getByRole('heading', { name: 'Report' })).toBeVisible({ timeout: 30_000 })
  for (const counter of ['added', 'linked', 'updated', 'reactivated', 'deactivatedRead', 'released', 'failedRead'])
    await expect(page.locator(`[data-counter=${counter}]`)).toHaveText('0')
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Runs', exact: true }).click()
  await expect(page.getByRole('row')).toHaveCount(4)
  await expectAccessible(page)
  await takePictures(page, 'runs')
  await page.getByRole('link', { name: 'Directory Sync' }).click()
  await expect(page.getByText('Healthy', { exact: true })).toBeVisible()
  await expectAccessible(page)
  await takePictures(page, 'overview')
})

async function typeLimit(tab: Page, people: string): Promise<void> {
  await tab.getByLabel('In one run, people').fill(people)
  await expect(tab.getByTestId('safety-means')).toContainText(`up to ${people} people`)
}

test('what a draft would change is told before anything is live', async () => {
  const steps = page.getByRole('navigation', { name: 'Setup steps' })
  await page.getByRole('link', { name: 'Settings and runs' }).click()
  await page.getByRole('link', { name: 'Change settings' }).click()
  await expect(heading('Connection')).toBeFocused()
  await steps.getByRole('link', { name: 'Safety' }).press('Enter')
  await expect(heading('Safety')).toBeFocused()
  const people = page.getByLabel('In one run, people')
  await people.fill('20')
  await expect(page.getByTestId('safety-means')).toContainText('up to 20 people')
  await expect(page.getByTestId('kept')).toContainText('Draft saved')
  await page.reload()
  await expect(page.getByText('This is what you typed on')).toBeVisible()
  await expect(people, 'typed and not saved').toHaveValue('20')
  await expectAccessible(page)
  await steps.getByRole('link', { name: 'Review' }).press('Enter')
  await expect(heading('Review')).toBeFocused()
  await expect(page.getByTestId('unsaved').getByRole('listitem')).toContainText('Safety, typed on')
  await expectAccessible(page)
  await page.goBack()
  await expect(heading('Safety')).toBeVisible()
  await expect(people, 'whoever goes back finds it as it was typed').toHaveValue('20')

  const otherTab = await page.context().newPage()
  await otherTab.goto(page.url())
  await expect(otherTab.getByText('This is what you typed on')).toBeVisible()
  await typeLimit(otherTab, '30')
  await otherTab.getByRole('button', { name: 'Continue' }).click()
  await expect(otherTab.getByRole('heading', { level: 1, name: 'Review' })).toBeVisible()
  await otherTab.close()
  await typeLimit(page, '21')
  await typeLimit(page, '20')
  await button('Continue').press('Enter')
  const met = page.getByTestId('meanwhile')
  await expect(met).toBeFocused()
  await expect(met).toContainText('Ada Byron saved this step on')
  await expect(met.getByRole('listitem')).toHaveText(['In one run, people: was 30, becomes 20'])
  await expectAccessible(page)
  await takePictures(page, 'meanwhile')
  await button('Keep mine').press('Enter')
  await expect(heading('Review')).toBeFocused()
  const changes = page.getByTestId('difference').getByRole('listitem')
  await expect(changes).toHaveText(['In one run, people: was 50, becomes 20'])
  await expectAccessible(page)

  const someone = (await allPeople(page, house))[0]
  await steps.getByRole('link', { name: 'Exclusions' }).press('Enter')
  await expect(heading('Exclusions')).toBeFocused()
  await page.getByLabel('Find a user').fill(someone?.userName ?? '')
  await page.keyboard.press('Enter')
  await button(/^Protect /).press('Enter')
  const protectedUsers = page.getByRole('list', { name: 'Users protected one by one' }).getByRole('listitem')
  await expect(protectedUsers).toHaveCount(1)
  await protectedUsers.getByRole('textbox', { name: /^Reason for / }).fill('Kept by hand')
  await expectAccessible(page)
  await button('Back').press('Enter')
  await expect(heading('Exclusion Rules')).toBeFocused()
  await page.getByRole('link', { name: 'Directory Sync' }).click()
  await expect(heading('Directory Sync')).toBeVisible()
})

test('what is to be corrected is listed by cause, rows lead to how they came about, and all of them come as a file', async () => {
  await page.getByRole('link', { name: 'Runs', exact: true }).click()
  await expect(heading('History of Active Directory Synchronization Runs')).toBeVisible()
  await page.getByRole('rowheader').first().getByRole('link').click()
  const causes = page.getByRole('region', { name: 'What to correct' })
  await expect(causes.getByRole('listitem').first()).toContainText('in the directory')
  const cause = causes.getByRole('button').first()
  await cause.click()
  await expect(cause).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByTestId('announcements')).toContainText('match')
  await button('Clear filters').click()
  await page.getByRole('columnheader').getByRole('button', { name: 'Why' }).click()
  await expect(page.getByRole('columnheader', { name: 'Why' })).toHaveAttribute('aria-sort', 'ascending')
  const reasons = page.getByRole('combobox', { name: 'Why' })
  const disabled = reasons.getByRole('option', { name: /Disabled, never had an account/ })
  await expect(disabled).toBeAttached()
  await reasons.selectOption(await disabled.getAttribute('value'))
  await expect(page.getByRole('rowheader').first()).toBeVisible()
  await expectAccessible(page)
  await takePictures(page, 'changes')
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download as CSV' }).click()
  expect((await download).suggestedFilename()).toMatch(/^run-\d+\.csv$/)
  await page.getByRole('rowheader').first().getByRole('link').click()
  await expect(page.locator('[data-stage]')).toHaveCount(7)
  await expect(page.locator('[data-stage=found][data-outcome=stopped]')).toContainText('never had a Messenger account')
  await page.locator('[data-stage=found] summary').click()
  await expect(page.getByText('userAccountControl', { exact: true })).toBeVisible()
  await expectAccessible(page)
  await expectNoSidewaysScroll(page)
  await takePictures(page, 'person-of-run')
})

test('a person is checked in the directory as it is now, by name and by keyboard', async () => {
  const someone = (await allPeople(page, house))[0]
  await page.getByRole('link', { name: 'Directory Sync' }).click()
  await expect(heading('Directory Sync')).toBeVisible()
  await page.getByRole('link', { name: 'Settings and runs' }).click()
  await expect(heading('Sample company')).toBeVisible()
  await page.getByRole('button', { name: 'Check', exact: true }).click()
  await expect(page.getByText('Say whom to look for')).toBeVisible()
  await page.getByLabel('Whom?').fill(someone?.userName ?? '')
  await page.keyboard.press('Enter')
  const started = Date.now()
  await expect(page.locator('[data-person] [data-stage]')).toHaveCount(7)
  test.info().annotations.push({ type: 'check a person', description: `${Date.now() - started} ms` })
  await expect(page.locator('[data-stage=planned]')).toContainText('Messenger already has what the directory says')
  await expectAccessible(page)
  await expectNoSidewaysScroll(page)
  await takePictures(page, 'check')
  await page.getByLabel('Whom?').fill('nobody we know')
  await page.getByRole('button', { name: 'Check', exact: true }).click()
  await expect(page.getByText('Nobody called “nobody we know”')).toBeVisible()
  await expectAccessible(page)
})

test('what a run did is taken back only after a look at what that means', async () => {
  await page.getByRole('link', { name: 'Runs', exact: true }).click()
  await expect(heading('History of Active Directory Synchronization Runs')).toBeVisible()
  await page.getByRole('link', { name: 'Run 2', exact: true }).click()
  await button('Revert this run').click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await expectAccessible(page)
  await button('Plan the revert').click()
  await expect(page.getByText('This is what would be taken back.')).toBeVisible({ timeout: 30_000 })
  await expect(page.getByText('Takes back what run 2 did.').first()).toBeVisible()
  await expect(page.locator('[data-kind=release]')).toBeVisible()
  await expectAccessible(page)
  await takePictures(page, 'revert')
  const people = await allPeople(page, house)
  await button('Discard this preview').click()
  await expect(page.getByText('Rejected', { exact: true })).toBeVisible()
  expect(await allPeople(page, house)).toEqual(people)
  await page.getByRole('link', { name: 'Directory Sync' }).click()
})

test('every page of a synchronized company works on a narrow screen and in the dark', async () => {
  test.setTimeout(300_000)
  await page.setViewportSize({ width: 390, height: 844 })
  await page.emulateMedia({ colorScheme: 'dark' })
  const links = await page.getByRole('link', { name: 'Settings and runs' }).getAttribute('href')
  const connector = new URL(links ?? '', page.url()).href
  for (const address of [
    `${house.running.url}/directory-sync`,
    `${house.running.url}/directory-sync/runs`,
    `${house.running.url}/directory-sync/connectors/new`,
    connector,
    `${connector}/setup/connection`,
    `${connector}/setup/organizational-units`,
    ...['distribution-lists', 'user-attributes', 'inclusion-rules', 'exclusion-rules', 'exclusions', 'safety'].map(
      step => `${connector}/setup/${step}`,
    ),
    `${connector}/setup/schedule`,
    `${connector}/setup/review`,
    `${house.running.url}/users/managed`,
    `${house.running.url}/settings/notifications`,
  ]) {
    await page.goto(address)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expectNoSidewaysScroll(page)
    await expectAccessible(page)
  }
})

test('every answer carries the policy, the base path’s root too, and nothing may frame it', async () => {
  for (const path of ['', '/sign-in', '/directory-sync', '/api/people']) {
    const answer = await page.request.get(`${house.running.url}${path}`, { maxRedirects: 0 })
    const policy = answer.headers()['content-security-policy'] ?? ''
    expect(policy, path).toContain("frame-ancestors 'none'")
    expect(policy, path).toContain("'strict-dynamic'")
    expect(policy, path).not.toContain('unsafe-eval')
  }
})

test('whoever signs out is out, and what is behind the doors says so', async () => {
  await page.setViewportSize({ width: 1280, height: 900 })
  await button(/^Account of/).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/sign-in/)
  expect((await page.request.get(`${house.running.url}/api/people`)).status()).toBe(401)
})

test('only reading was ever asked of the directory', () => {
  expect(house.operations().get('bind')).toBeGreaterThan(0)
  expect(house.operations().get('search')).toBeGreaterThan(0)
  mustOnlyRead(house.operations())
})
