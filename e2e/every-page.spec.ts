import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, type Page, test } from '@playwright/test'
import postgres from 'postgres'
import { root } from '../lib/launch/program.mjs'
import { type House, startHouse } from './house'
import { takePictures } from './pictures'
import { synchronizeSample } from './sample-company'
import { expectAccessible, expectNoSidewaysScroll, watchPage } from './watch-page'

/** Bytes of script, compressed, that a page asks for before anybody does anything. */
const mostScript = 200_000
/** How much of the screen may move by itself, as browsers count it (Cumulative Layout Shift): more is called bad. */
const mostShift = 0.1
/** What has no heading of its own: it leads elsewhere, or is told by Next alone. */
const elsewhere = ['/', '/_not-found', '/_global-error', '/directory-sync/connectors/[id]/setup']

const readJson = <T>(file: string): T => JSON.parse(readFileSync(path.join(root, file), 'utf8'))
const messages = readJson<object>('app/messages/en.json')

/** Every page that was built, as the build itself lists them. */
const pages = Object.entries(readJson<Record<string, string>>('.next/app-path-routes-manifest.json'))
  .filter(([file, route]) => file.endsWith('/page') && !elsewhere.includes(route))
  .map(([, route]) => route)
  .toSorted()

let house: House
let page: Page
let troubles: string[]
/** What stands for the parts of an address in brackets, by what comes before them. */
let parts: Record<string, string>
/** How much each page moved by itself, at the widths it was opened at. */
const shifts = new Map<string, number>()

test.describe.configure({ mode: 'serial' })

test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000)
  house = await startHouse()
  page = await (await browser.newContext()).newPage()
  troubles = (await watchPage(page)).troubles
  await page.addInitScript(watchShifts)
  await synchronizeSample(page, house, { organizationalUnits: 'all' })
  const database = postgres(house.running.ownerUrl, { max: 1, onnotice: () => {} })
  const [found] = await database<{ connector: string; run: string; anchor: string }[]>`
    select r.connector_id as connector, r.id as run, (select anchor from changes where run_id = r.id limit 1) as anchor
    from runs r where exists (select from changes where run_id = r.id) limit 1`
  const team = await insertTeam(database)
  const review = await insertReview(database)
  const agent = await insertAgent(database)
  await database.end()
  if (!found) throw new Error('Nothing was synchronized')
  parts = {
    connectors: found.connector,
    runs: found.run,
    people: found.anchor,
    teams: team,
    reviews: review,
    agents: agent,
  }
})

/** An agent that has enrolled, and was told nothing yet. @returns its id */
async function insertAgent(database: postgres.Sql): Promise<string> {
  const [agent] = await database<{ id: string }[]>`
    insert into agents (organization_id, id, connector_id, name, host, system, version, protocol, instance)
    select organization_id, gen_random_uuid(), id, 'LON-1', 'lon-1', 'linux x64', '1.0.0', 1, gen_random_uuid()
    from connectors limit 1 returning id`
  return agent?.id ?? ''
}

/** Work on people that has ended, with somebody who was left as they are. @returns its id */
async function insertReview(database: postgres.Sql): Promise<string> {
  const [review] = await database<{ id: string }[]>`
    insert into review_jobs (organization_id, id, kind, requested_by, total, finished_at)
    select id, gen_random_uuid(), 'unmanage', 'operator', 1, now() from organizations returning id`
  await database`
    insert into review_items (organization_id, job_id, account_id, state, reason)
    select organization_id, ${review?.id ?? ''}, id, 'refused', 'on-hold' from accounts limit 1`
  return review?.id ?? ''
}

/** A team that is neither managed nor left, with somebody of the company and somebody from outside. @returns its id */
async function insertTeam(database: postgres.Sql): Promise<string> {
  const [team] = await database<{ id: string }[]>`
    insert into teams (organization_id, id, name, owner_email, member_count, external_count)
    select id, gen_random_uuid(), 'Night Shift', 'owner@northwind.example', 2, 1 from organizations returning id`
  await database`
    insert into team_members (organization_id, team_id, id, account_id, name, email, email_key, role)
    select a.organization_id, ${team?.id ?? ''}, gen_random_uuid(), a.id, a.display_name, a.email_key, a.email_key, 'owner'
    from accounts a limit 1`
  await database`
    insert into team_members (organization_id, team_id, id, name, email, email_key)
    select id, ${team?.id ?? ''}, gen_random_uuid(), 'Guest', 'guest@partner.example', 'guest@partner.example' from organizations`
  return team?.id ?? ''
}

test.afterAll(async () => {
  await page?.close()
  await house?.stop()
})

const addressOf = (route: string) =>
  house.running.url + route.replace(/(\w+)\/\[\w+\]/g, (_, name) => `${name}/${parts[name] ?? 'none'}`)

/** Keys of messages that stand on the page instead of their words, and values that nobody filled in. */
async function namedMessages(): Promise<string[]> {
  const words = (await page.locator('body').innerText()).split(/\s+/)
  return words.filter(
    word =>
      word === 'undefined' ||
      (/^[a-z]\w*(\.[a-z]\w*)+$/i.test(word) && Object.hasOwn({ ...messages, fault: {} }, word.split('.')[0] ?? '')),
  )
}

/** Carried into the browser: adds up what moves without anybody having done anything. */
function watchShifts(): void {
  let moved = 0
  const add = (list: PerformanceObserverEntryList) => {
    for (const entry of list.getEntries())
      if (!Reflect.get(entry, 'hadRecentInput')) moved += Number(Reflect.get(entry, 'value'))
  }
  new PerformanceObserver(add).observe({ type: 'layout-shift', buffered: true })
  Reflect.set(window, 'movedSoFar', () => moved)
}

async function noteShift(route: string): Promise<void> {
  const moved = await page.evaluate(() => Number(Reflect.get(window, 'movedSoFar')()))
  shifts.set(route, Math.max(moved, shifts.get(route) ?? 0))
}

/** The bytes of every script that the page names, each compressed; those for browsers of long ago are fetched by nobody. */
async function scriptOf(address: string): Promise<number> {
  const html = await (await page.request.get(address)).text()
  const tags = [...html.matchAll(/<script[^>]+src="([^"]+)"[^>]*>/g)].filter(([tag]) => !/ nomodule/i.test(tag))
  const sources = tags.map(([, source]) => source ?? '')
  const sizes = [...new Set(sources)].map(async source => {
    const script = await page.request.get(new URL(source, address).href)
    return gzipSync(await script.body()).length
  })
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}

test('every page is usable by everyone, at every width, in light and dark', async () => {
  test.setTimeout(30_000 * pages.length)
  for (const route of pages) {
    await test.step(route, async () => {
      await page.setViewportSize({ width: 1280, height: 900 })
      await page.goto(addressOf(route))
      await expect(page.getByRole('heading', { level: 1 }), route).toBeVisible()
      await expect(page.getByRole('main')).not.toBeEmpty()
      expect(await namedMessages(), `messages of ${route} that could not be filled in`).toEqual([])
      await expectAccessible(page)
      await noteShift(route)
      await takePictures(page, route.replace(/\W+/g, '-').slice(1))
      await page.emulateMedia({ colorScheme: 'dark' })
      await expectAccessible(page)
      await page.emulateMedia({ colorScheme: 'light' })
      await page.setViewportSize({ width: 320, height: 800 })
      await expectNoSidewaysScroll(page)
      expect(troubles.splice(0), `policy violations and page errors of ${route}`).toEqual([])
    })
  }
})

test('every page speaks another language, which is longer, and can be laid out from right to left, on a narrow screen', async ({
  browser,
}) => {
  test.setTimeout(15_000 * pages.length)
  const usual = page
  const [viewport, storageState] = [{ width: 320, height: 800 }, await page.context().storageState()]
  const german = await browser.newContext({ locale: 'de-CH', viewport, storageState })
  page = await german.newPage()
  const watched = await watchPage(page)
  await page.addInitScript(watchShifts)
  for (const route of pages) {
    await test.step(route, async () => {
      await page.goto(addressOf(route))
      await expect(page.locator('html')).toHaveAttribute('lang', 'de')
      await expect(page.getByRole('heading', { level: 1 }), route).toBeVisible()
      expect(await namedMessages(), `messages of ${route} that could not be filled in`).toEqual([])
      await expectNoSidewaysScroll(page)
      await noteShift(route)
      await page.locator('html').evaluate(html => html.setAttribute('dir', 'rtl'))
      await expectNoSidewaysScroll(page)
      expect(watched.troubles.splice(0), `policy violations and page errors of ${route}`).toEqual([])
    })
  }
  await german.close()
  page = usual
})

test('no page asks for more than 200 kB of script, compressed', async () => {
  const sizes = new Map<string, number>()
  for (const route of pages) sizes.set(route, await scriptOf(addressOf(route)))
  for (const [route, size] of sizes)
    console.log(
      `${String(Math.round(size / 1000)).padStart(5)} kB  moves ${(shifts.get(route) ?? 0).toFixed(3)}  ${route}`,
    )
  expect
    .soft(
      [...shifts].filter(([, moved]) => moved > mostShift),
      'pages that move by themselves',
    )
    .toEqual([])
  expect([...sizes].filter(([, size]) => size > mostScript)).toEqual([])
  expect(Math.min(...sizes.values()), 'a page without any script was not looked at').toBeGreaterThan(10_000)
})

/** What stands in a page's HTML and looks as if it could be used, though only its script would hear it. */
async function deafParts(address: string): Promise<string[]> {
  const html = await (await page.request.get(address)).text()
  const tags =
    html.replace(/<form[^>]*data-works-alone.*?<\/form>/gs, '').match(/<(button|select|textarea|input)\b[^>]*>/g) ?? []
  return tags.filter(tag => !/ (disabled|readonly|hidden)\b|type="hidden"|display:none|class="plain-button"/i.test(tag))
}

test('nothing can be pressed or typed into before its script is there to hear it', async () => {
  for (const route of pages) expect.soft(await deafParts(addressOf(route)), route).toEqual([])
  const arrived = Promise.withResolvers<void>()
  await page.route('**/_next/static/**/*.js', async script => {
    await arrived.promise
    await script.continue()
  })
  await page.setViewportSize({ width: 1280, height: 900 })
  await page.goto(addressOf('/directory-sync'), { waitUntil: 'commit' })
  const ask = page.getByRole('button', { name: 'Sync now' })
  await expect(ask).toBeDisabled()
  arrived.resolve()
  await ask.click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.unroute('**/_next/static/**/*.js')
})
