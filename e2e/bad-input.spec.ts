import { X509Certificate } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { issueAuthority, issueServer } from '@/lib/sample-directory/certificates/issue'
import { generateCompany } from '@/lib/sample-directory/company'
import {
  sampleBaseDn,
  sampleCredentials,
  sampleDomain,
  samplePeople,
  sampleSeed,
} from '@/lib/sample-directory/settings'
import { createAdministrator } from './first-administrator'
import { type House, startHouse } from './house'
import { expectAccessible, watchPage } from './watch-page'

const validity = { from: new Date('2025-01-01'), to: new Date('2125-01-01') }
const authority = issueAuthority('Corp Root', validity)
const files = {
  'server.pem': issueServer(['dc1.corp.example'], { name: 'Corp Root', ...authority }, validity).pem,
  'old.pem': issueAuthority('Old Root', { ...validity, to: new Date('2026-01-01') }).pem,
  'key.pem': `${authority.pem}${authority.privateKey.export({ type: 'pkcs8', format: 'pem' })}`,
  'large.pem': `${authority.pem}${'#'.repeat(65_536)}`,
  'hello.pem': 'hello',
}

let house: House
let page: Page
let troubles: string[]
let certificates: string

test.describe.configure({ mode: 'serial' })

test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000)
  house = await startHouse()
  certificates = path.join(house.data, 'uploads')
  page = await (await browser.newContext()).newPage()
  troubles = (await watchPage(page)).troubles
  await createAdministrator(page, house, { domain: sampleDomain })
})

test.afterEach(() => {
  expect(troubles, 'policy violations and page errors').toEqual([])
})

test.afterAll(async () => {
  await page?.close()
  await house?.stop()
})

const field = (name: string) => page.locator(`#field-${name}`)
const button = (name: string) => page.getByRole('button', { name })
const [host, port, base, userId] = ['hosts-0-host', 'hosts-0-port', 'baseDn', 'userId'].map(
  name => `connection-${name}`,
)
const upload = (name: string, content: string | Buffer) => {
  const file = `${certificates}-${name}`
  writeFileSync(file, content)
  return page.locator('input[type=file]').setInputFiles(file)
}

/** What is typed into one field, and the beginning of the sentence that it gets there. */
const typed: [name: string, value: string, sentence: string][] = [
  ['name', '', 'Enter a name for this connector.'],
  ['name', 'n'.repeat(61), 'Use a shorter name.'],
  [host ?? '', '', 'Enter a server address'],
  [host ?? '', 'ldaps://dc1.corp.example', 'Leave out ldaps://'],
  [host ?? '', 'dc1.corp.example:636', "Enter the server's name without the port"],
  [host ?? '', 'dc1 corp.example', 'A server address has no spaces.'],
  [host ?? '', '2001:db8::10', 'Put an IPv6 address into brackets'],
  [host ?? '', 'dc1..corp', 'This is not a server address.'],
  [port ?? '', '', 'Enter a port between 1 and 65535.'],
  [port ?? '', '65536', 'Enter a port between 1 and 65535.'],
  [port ?? '', 'ldaps', 'Enter a port between 1 and 65535.'],
  [base ?? '', 'corp.example', 'This is not a search base.'],
  [userId ?? '', ' ', 'Enter the user ID of the service account'],
  ['password', '', 'Enter the password of the service account.'],
  ['password', '   ', 'The password has only spaces.'],
  ['password', 'x'.repeat(257), 'This password is too long.'],
]

test('whatever is typed wrongly gets its own sentence at its field, and everything typed stays', async () => {
  await page.getByRole('link', { name: 'Connect your directory' }).click()
  await button('Continue').click()
  await expect(page.getByRole('heading', { level: 1, name: 'Connection' })).toBeVisible()
  const good: Record<string, string> = {
    name: 'Corp',
    [host ?? '']: 'dc1.corp.example',
    [port ?? '']: '636',
    [base ?? '']: '',
    [userId ?? '']: 'reader@corp.example',
    password: 'Whatever-1',
  }
  for (const [name, value] of Object.entries(good)) await field(name).fill(value)
  for (const [name, value, sentence] of typed)
    await test.step(`${name}: ${JSON.stringify(value.slice(0, 30))}`, async () => {
      await field(name).fill(value)
      await button('Test connection').click()
      await expect(page.getByTestId('error-summary')).toContainText(sentence)
      await expect(page.getByTestId('error-summary').getByRole('link')).toHaveCount(1)
      await expect(field(name)).toHaveValue(value)
      await expect(field(name)).toHaveAttribute('aria-invalid', 'true')
      await field(name).fill(good[name] ?? '')
    })
  await expectAccessible(page)
})

const uploads: [file: keyof typeof files, sentence: string][] = [
  ['server.pem', 'This is the certificate of a server, not of an authority.'],
  ['old.pem', 'This certificate has expired.'],
  ['key.pem', 'This file holds a private key'],
  ['large.pem', 'This file is larger than 64 kB'],
  ['hello.pem', 'This file is not a certificate.'],
]

test('each file that is no authority is told why; DER is read as well as PEM', async () => {
  await page.getByRole('radio', { name: 'Our own authority' }).check()
  for (const [name, sentence] of uploads)
    await test.step(name, async () => {
      await upload(name, files[name])
      await expect(page.getByTestId('error-summary')).toContainText(sentence)
    })
  const { raw } = new X509Certificate(readFileSync(house.running.sampleCaFile ?? ''))
  await upload('ca.der', raw)
  await expect(page.getByText(/^Read: /)).toBeVisible()
  await expect(page.getByTestId('error-summary')).toHaveCount(0)
})

test('a base outside of the directory is told with what it holds; units without people are not chosen', async () => {
  const [address = '', number = ''] = house.running.sampleDirectory?.split(':') ?? []
  await field(host ?? '').fill(address)
  await field(port ?? '').fill(number)
  await field(userId ?? '').fill(sampleCredentials.userId)
  await field('password').fill(sampleCredentials.password)
  await field(base ?? '').fill('DC=corp,DC=example')
  await button('Test connection').click()
  const failed = page.locator('[data-check=base][data-state=failed]')
  await expect(failed).toContainText('DC=corp,DC=example is not part of this directory')
  await expect(failed).toContainText(sampleBaseDn)
  await field(base ?? '').fill('')
  await button('Test connection').click()
  await expect(page.getByText('All checks passed')).toBeVisible()
  await button('Continue').click()

  const company = generateCompany({ seed: sampleSeed, people: samplePeople })
  const empty = company.units.find(({ dn }) => !company.people.some(person => person.dn.endsWith(`,${dn}`)))
  await page.getByRole('radio', { name: 'Only people in the units I choose' }).check()
  const unit = page.locator(`[data-anchor="${empty?.anchor}"]`)
  await unit.click()
  await expect(page.getByTestId('units-total')).toContainText('1 unit chosen · 0 people')
  await button('Continue').click()
  await expect(page.getByTestId('error-summary')).toContainText('There are no people in the units you chose.')
  await expectAccessible(page)
})
