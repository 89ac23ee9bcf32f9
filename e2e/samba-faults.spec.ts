import path from 'node:path'
import { expect, test } from '@playwright/test'
import postgres, { type Sql } from 'postgres'
import { findSamba } from '../lib/launch/samba.mjs'
import { enrollment, enrollmentJson, type RunJson } from './command-line'
import { allPeople } from './console'
import { type Certificates, issueCertificate, makeAuthority } from './samba/certificates'
import { baseDn, companyUnit, labCompany, reader, refused, staffOf } from './samba/company'
import { isExpected } from './samba/expected'
import { type Lab, labConfiguration, passwordVariable, startLab } from './samba/lab'
import { expectUnmodified } from './samba/unmodified'

const company = labCompany(60)
const everyone = companyUnit(company)
const closed = `OU=Closed,${baseDn}`
const empty = `OU=Empty,${baseDn}`

let lab: Lab
let database: Sql
/** Of another authority; and of the right one, for another host. */
let stranger: Certificates
let otherHost: Certificates

test.describe.configure({ mode: 'serial' })
test.skip(!findSamba(), 'needs Samba’s domain controller: apt-get install samba samba-dsdb-modules samba-ad-provision')

test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000)
  lab = await startLab(browser, company)
  const { domain, house } = lab
  database = postgres(house.running.ownerUrl, { max: 1, onnotice: () => {} })
  const authority = makeAuthority(path.join(domain.authority.folder, 'stranger'), 'Another Authority')
  stranger = issueCertificate(authority, ['DNS:dc1.lab.example', 'IP:127.0.0.1'])
  otherHost = issueCertificate(domain.authority, ['DNS:dc1.lab.example'])
  domain.change(['add-unit', closed], ['add-unit', empty], ['hide-from', reader.sam, closed])
  await applied({})
  expect(await sync('--approve')).toMatchObject({ exit: 0, json: { state: 'finished' } })
})

test.afterEach(() => {
  expect(lab.troubles, 'policy violations and page errors').toEqual([])
})

test.afterAll(async () => {
  await database?.end()
  await lab?.stop()
})

/** The company's unit is the search base, so that losing sight of it is losing the base. */
const configuration = (changes: Record<string, string>) =>
  labConfiguration(lab, company, { baseDn: everyone, organizationalUnits: 'all', ...changes })
const applied = async (changes: Record<string, string>) =>
  expect(await enrollmentJson(lab.house.data, ['apply', configuration(changes)], passwordVariable)).toMatchObject({
    exit: 0,
  })
const sync = (...options: string[]) => enrollmentJson<RunJson>(lab.house.data, ['sync', 'Lab', ...options])

/** How many have an account, of those below a unit. */
const peopleOf = (unit: string) => staffOf(company).filter(one => isExpected(one) && one.dn.endsWith(`,${unit}`)).length

/** Whatever a person typed or a run left behind, but for what was refused last: settings, sealed passwords, accounts and who they are. */
async function stored() {
  const [settings] = await database`
    select (select json_agg(to_jsonb(c) - 'updated_at' - 'refused_hash' order by id) from connectors c) as connectors,
      (select json_agg(v order by version) from connector_versions v) as versions,
      (select json_agg(s order by name) from secrets s) as secrets`
  return { settings, people: await allPeople(lab.page, lab.house) }
}

const field = (name: string) => lab.page.locator(`#field-${name}`)
const button = (name: string | RegExp) => lab.page.getByRole('button', { name })

type Typed = {
  host?: string
  port?: () => number
  base?: string
  userId?: string
  password?: string
  ca?: () => string
}
const typed: [what: string, typed: Typed, check: string, sentence: string][] = [
  ['a wrong password', { password: 'not the password' }, 'sign-in', 'did not accept this account and password'],
  ['an unknown account', { userId: 'nobody@lab.example' }, 'sign-in', 'did not accept this account and password'],
  ['a disabled account', { userId: refused.disabled.userId }, 'sign-in', 'This account is disabled'],
  ['an expired account', { userId: refused.expired.userId }, 'sign-in', 'This account has expired'],
  ['a new account', { userId: refused.mustChange.userId }, 'sign-in', 'must change its password'],
  ['a wrong port', { port: () => lab.closedPort }, 'port', '127.0.0.1 is there, but nothing answers on port'],
  ['a port not allowed', { port: () => 8636 }, 'name', 'This portal may not connect to port 8636'],
  [
    'a wrong authority',
    { ca: () => stranger.caFile },
    'secure',
    'signed by an authority we do not know (Lab Authority)',
  ],
  [
    'a name the certificate lacks',
    { host: 'localhost' },
    'secure',
    'The certificate is for dc1.lab.example, 127.0.0.1, not localhost.',
  ],
  ['an unreadable base', { base: closed }, 'base', `this account cannot read ${closed}`],
  ['a base that is not there', { base: `OU=Nowhere,${baseDn}` }, 'base', `The directory has no OU=Nowhere,${baseDn}`],
  ['a base elsewhere', { base: 'DC=other,DC=example' }, 'base', 'DC=other,DC=example is not part of this directory'],
  ['an empty base', { base: empty }, 'sample', `There are no people below ${empty}`],
]

async function replacePassword(): Promise<void> {
  const input = lab.page.locator('input#field-password')
  const replace = button(/^Replace/)
  await expect(input.or(replace)).toBeVisible()
  if (await replace.isVisible()) await replace.click()
  await expect(input).toBeVisible()
}

test('Test Connection says what is wrong with each thing that was typed, keeps it, and leaves what is live alone', async () => {
  test.setTimeout(240_000)
  const { page, house } = lab
  const before = await stored()
  const directory = lab.domain.dump()
  await page.goto(`${house.running.url}/directory-sync`)
  await page.getByRole('link', { name: 'Settings and runs' }).click()
  await page.waitForURL(/connectors\/[0-9a-f-]+$/)
  await page.goto(`${page.url()}/setup/connection`)
  for (const [what, values, check, sentence] of typed)
    await test.step(what, async () => {
      await replacePassword()
      const shown = {
        'connection-hosts-0-host': values.host ?? '127.0.0.1',
        'connection-hosts-0-port': String(values.port?.() ?? lab.recorder.port),
        'connection-baseDn': values.base ?? everyone,
        'connection-userId': values.userId ?? reader.userId,
      }
      for (const [name, value] of Object.entries(shown)) await field(name).fill(value)
      await page.locator('input[type=file]').setInputFiles(values.ca?.() ?? lab.domain.certificates.caFile)
      await expect(page.getByText(/^Read: /)).toBeVisible()
      await field('password').fill(values.password ?? reader.password)
      await button('Test connection').click()
      // An empty base is worth a warning: nobody may have moved in yet.
      const isWarning = check === 'sample'
      const wrong = page.locator(
        isWarning ? `[data-check=${check}][data-state=warning]` : '[data-check][data-state=failed]',
      )
      await expect(wrong).toContainText(sentence)
      await expect(wrong).toHaveAttribute('data-check', check)
      await expect(page.getByText('All checks passed')).toBeVisible({ visible: isWarning })
      await page.reload()
      for (const [name, value] of Object.entries(shown)) await expect(field(name)).toHaveValue(value)
      await expect(page.getByText('Saved.', { exact: true })).toBeVisible()
    })
  const after = await stored()
  expectUnmodified(directory, lab.domain.dump())
  expect(after.people).toEqual(before.people)
  expect(after.settings?.versions).toEqual(before.settings?.versions)
  expect(after.settings?.secrets).toEqual(expect.arrayContaining([expect.objectContaining({ name: 'bind-password' })]))
  expect((await sync()).json).toMatchObject({
    state: 'finished',
    report: { unchanged: before.people.length, added: 0 },
  })
})

type Fault = { what: string; code: string; sentence: string; during(run: () => Promise<void>): Promise<void> }
const around = (make: () => void, restore: () => void | Promise<void>) => async (run: () => Promise<void>) => {
  make()
  await run().finally(restore)
}
const presented = (certificates: () => Certificates) =>
  around(
    () => lab.recorder.present(certificates()),
    () => lab.recorder.present(lab.domain.certificates),
  )

/** After a refused password nothing is tried by itself any more; a person at the console may. */
async function syncByHand(): Promise<void> {
  const { page, house } = lab
  expect((await enrollment(house.data, ['sync', 'Lab'])).errors).toContain('trying again could lock the account')
  await page.goto(`${house.running.url}/directory-sync`)
  await button('Sync now').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Sync now' }).click()
  await expect(page.getByRole('heading', { name: 'Report' })).toBeVisible({ timeout: 30_000 })
}

const faults: Fault[] = [
  {
    what: 'the password was changed in the directory',
    code: 'bind-rejected',
    sentence: 'The directory did not accept this account and password.',
    during: around(
      // Twice, because the last password before the present one is good for another hour.
      () =>
        lab.domain.change(
          ['set-password', reader.sam, 'Another-Password-1'],
          ['set-password', reader.sam, 'Another-Password-2'],
        ),
      async () => {
        lab.domain.change(['set-password', reader.sam, reader.password])
        await syncByHand()
      },
    ),
  },
  {
    what: 'nothing answers on the port',
    code: 'connection-refused',
    sentence: 'is there, but nothing answers on port',
    during: run => lab.recorder.whileClosed(run),
  },
  {
    what: 'the server has a certificate of another authority',
    code: 'certificate-unknown-authority',
    sentence: 'signed by an authority we do not know (Another Authority)',
    during: presented(() => stranger),
  },
  {
    what: 'the server has a certificate for another name',
    code: 'certificate-name-mismatch',
    sentence: 'The certificate is for dc1.lab.example, not 127.0.0.1.',
    during: presented(() => otherHost),
  },
  {
    what: 'the search base may not be read any more',
    code: 'base-unreadable',
    sentence: `this account cannot read ${everyone}`,
    during: around(
      () => lab.domain.change(['hide-from', reader.sam, everyone]),
      () => lab.domain.change(['show-to', reader.sam, everyone]),
    ),
  },
]

for (const { what, code, sentence, during } of faults)
  test(`${what}: the run says so, nothing is lost, nobody's account changes`, async () => {
    const before = await stored()
    await during(async () => {
      const directory = lab.domain.dump()
      const printed = await enrollment(lab.house.data, ['sync', 'Lab'])
      expect(printed.exit).toBe(1)
      expect(printed.errors).toContain(sentence)
      const [run] = await database`select state, fault->>'code' as code from runs order by number desc limit 1`
      expect(run).toEqual({ state: 'failed', code })
      expectUnmodified(directory, lab.domain.dump())
    })
    expect(await stored()).toEqual(before)
  })

test('once all of it is put right, the same directory is synchronized as if nothing had been', async () => {
  const before = await stored()
  const unchanged = before.people.length
  expect(await sync()).toMatchObject({
    exit: 0,
    json: { state: 'finished', report: { unchanged, notRead: 0, added: 0 } },
  })
  expect(await stored()).toEqual(before)
})

test('a unit inside that may not be read any more: the run says so, and its people lose nothing', async () => {
  const before = await stored()
  const unit = company.units.find(({ dn }) => dn.endsWith(`,${everyone}`) && peopleOf(dn) > 0)?.dn ?? ''
  await around(
    () => lab.domain.change(['hide-from', reader.sam, unit]),
    () => lab.domain.change(['show-to', reader.sam, unit]),
  )(async () => {
    const counts = { suspected: peopleOf(unit), deactivatedAbsent: 0, deactivatedRead: 0, updated: 0 }
    const directory = lab.domain.dump()
    for (const _ of ['once', 'and again'])
      expect((await sync()).json).toMatchObject({ state: 'finished', report: counts })
    const [row] = await database`select because->>'code' as code from changes where kind = 'suspect' limit 1`
    expect(row).toEqual({ code: 'absent-unit-unreadable' })
    expectUnmodified(directory, lab.domain.dump())
  })
  expect(await stored()).toEqual(before)
  expect((await sync()).json).toMatchObject({ state: 'finished', report: { unchanged: before.people.length } })
})

test('a configuration with an unreadable base is refused before it is live; one with an empty base is held', async () => {
  const before = await stored()
  const unreadable = await enrollment(lab.house.data, ['apply', configuration({ baseDn: closed })], passwordVariable)
  expect(unreadable.exit).toBe(1)
  expect(unreadable.errors).toContain(`this account cannot read ${closed}`)
  expect((await stored()).settings?.versions).toEqual(before.settings?.versions)
  await applied({ baseDn: empty })
  const held = await enrollment(lab.house.data, ['sync', 'Lab', '--approve'])
  expect(held.exit).toBe(2)
  expect(held.output).toContain('The directory had nobody to synchronize')
  expect((await stored()).people).toEqual(before.people)
  await applied({})
  expect((await sync()).json).toMatchObject({ state: 'finished', report: { unchanged: before.people.length } })
})
