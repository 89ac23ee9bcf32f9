import type { Browser, BrowserContext, Page } from 'playwright'
import { median } from '../table'
import type { Company } from './companies'

export type Seen = { name: string; milliseconds: number[]; median: number }

/** Collects what the browser itself measures, from before the page's own scripts on. */
function collect(): void {
  const largest: number[] = []
  const events: number[] = []
  Object.assign(globalThis, { largest, events })
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) largest.push(entry.startTime)
  }).observe({ type: 'largest-contentful-paint', buffered: true })
  new PerformanceObserver(list => {
    for (const entry of list.getEntries())
      if ('interactionId' in entry && entry.interactionId) events.push(entry.duration)
  }).observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit)
}

/** Signs in as people do. @returns the session, for requests without a browser, and its state for other visits */
export async function signIn(browser: Browser, url: string, { email, password }: Company) {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(`${url}/sign-in`)
  await page.locator('#field-email').fill(email)
  await page.locator('#field-password').fill(password)
  await page.locator('button[type=submit]').click()
  await page.waitForURL(/directory-sync/)
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  const state = await context.storageState()
  await context.close()
  return { cookie, state }
}
export type State = Awaited<ReturnType<typeof signIn>>['state']

/** When the largest part of each page was painted: on a first visit, with nothing kept from before, and on the next. */
export async function timePaints(browser: Browser, url: string, state: State, pages: readonly Named[], visits: number) {
  const seen: Seen[] = []
  for (const { name, path } of pages) {
    const took = { first: [] as number[], again: [] as number[] }
    for (let visit = 0; visit < visits; visit++) {
      const context = await visitor(browser, state)
      const page = await context.newPage()
      took.first.push(await paintOf(page, url + path))
      took.again.push(await paintOf(page, url + path))
      await context.close()
    }
    seen.push(summed(`${name}, first visit`, took.first), summed(`${name}, again`, took.again))
  }
  return seen
}
type Named = { name: string; path: string }

async function visitor(browser: Browser, storageState: State): Promise<BrowserContext> {
  const context = await browser.newContext({ storageState, viewport: { width: 1280, height: 900 } })
  await context.addInitScript(collect)
  return context
}

async function paintOf(page: Page, address: string): Promise<number> {
  await page.goto(address, { waitUntil: 'networkidle' })
  await page.getByRole('heading', { level: 1 }).waitFor()
  const largest = await page.evaluate(() => Reflect.get(globalThis, 'largest') as number[])
  return Math.max(0, ...largest)
}

type Step = { name: string; path: string; act: (page: Page) => Promise<void>; done: (page: Page) => Promise<void> }

const steps = (connectorId: string): Step[] => [
  {
    name: 'select a row',
    path: '/users/managed',
    act: page => page.getByRole('row').nth(1).getByRole('checkbox').click(),
    done: page =>
      page
        .getByText(/^1 of [\d,]+ selected$/)
        .first()
        .waitFor(),
  },
  {
    name: 'sort by a column',
    path: '/users/managed',
    act: page => page.getByRole('columnheader', { name: 'Department' }).getByRole('link').click(),
    done: page => page.locator('th[aria-sort="ascending"]', { hasText: 'Department' }).waitFor(),
  },
  {
    name: 'narrow a list',
    path: '/users/managed',
    act: async page => {
      await page.getByLabel('Status').selectOption('active')
      await page.getByRole('button', { name: 'Apply' }).click()
    },
    done: page => page.waitForURL(/status=active/),
  },
  {
    name: 'go to another tab',
    path: `/directory-sync/connectors/${connectorId}`,
    act: page => page.getByRole('link', { name: 'Versions' }).click(),
    done: page => page.getByRole('heading', { level: 1, name: /version/i }).waitFor(),
  },
]

/**
 * What people do on pages. `painted`: from the click until what it asks for is there and painted, the way through Playwright
 * included. `answered`: the longest of its interactions until the next paint, as the browser measures it for INP (in steps of
 * 8 ms; what takes less than 16 ms counts as 16).
 */
export async function timeSteps(browser: Browser, url: string, state: State, connectorId: string, times: number) {
  const seen: { name: string; painted: Seen; answered: Seen }[] = []
  for (const { name, path, act, done } of steps(connectorId)) {
    const took = { painted: [] as number[], answered: [] as number[] }
    for (let at = 0; at < times; at++) {
      const context = await visitor(browser, state)
      const page = await context.newPage()
      await page.goto(url + path, { waitUntil: 'networkidle' })
      const began = performance.now()
      await act(page)
      await done(page)
      await page.evaluate(() => new Promise(shown => requestAnimationFrame(() => requestAnimationFrame(shown))))
      took.painted.push(performance.now() - began)
      const events = await page.evaluate(() => Reflect.get(globalThis, 'events') as number[])
      took.answered.push(Math.max(16, ...events))
      await context.close()
    }
    seen.push({ name, painted: summed(name, took.painted), answered: summed(name, took.answered) })
  }
  return seen
}

const summed = (name: string, milliseconds: number[]): Seen => ({ name, milliseconds, median: median(milliseconds) })
