import { chromium } from 'playwright'
import { prepareChromium } from '../../../lib/launch/chromium.mjs'
import { startHouse } from '../../house'
import type { Table } from '../layout'
import type { RunBench } from '../runs/run-bench'
import { makeCompanies } from './companies'
import { type Seen, signIn, timePaints, timeSteps } from './in-browser'
import { type ServerTime, timeLists } from './server-time'

const requests = 200
/** How often each page is visited, and each thing done on it. */
const visits = 5
/** Milliseconds in which 95 of 100 list pages are to be answered. */
const mostForList = 150

/** The built portal as people use it, over a company of this size: what the server takes, and what a browser shows when. */
export async function measurePages(bench: RunBench, say: (text: string) => void): Promise<Table[]> {
  const { many, one } = await makeCompanies(bench)
  say('the companies are there')
  const found = await prepareChromium()
  if (!('path' in found)) throw new Error(found.why)
  const house = await startHouse({
    env: { DATABASE_URL: bench.database.ownerUrl, ENROLLMENT_SECRET: bench.database.secret },
    patience: 600,
  })
  const browser = await chromium.launch({ executablePath: found.path, args: ['--no-sandbox'] })
  try {
    const { url } = house.running
    const visitor = await signIn(browser, url, many)
    const baseline = await signIn(browser, url, one)
    const companies = { many: { company: many, ...visitor }, one: { company: one, ...baseline } }
    const times = await timeLists(url, companies, requests, say)
    const paints = await timePaints(browser, url, visitor.state, pagesOf(many), visits)
    const steps = await timeSteps(browser, url, visitor.state, many.connectorId, visits)
    const people = `${bench.size.toLocaleString('en-US')} people`
    return [serverTable(people, times), paintTable(people, paints), stepTable(people, steps)]
  } finally {
    await browser.close()
    await house.stop()
  }
}

const pagesOf = ({ connectorId, runId }: { connectorId: string; runId: string }) => [
  { name: 'overview', path: '/directory-sync' },
  { name: 'managed people', path: '/users/managed' },
  { name: 'distribution lists', path: '/users/distribution-lists' },
  { name: 'runs', path: '/directory-sync/runs' },
  { name: 'a run with its rows', path: `/directory-sync/runs/${runId}` },
  { name: 'a connector', path: `/directory-sync/connectors/${connectorId}` },
]

const ms = (value: number) => `${Math.round(value)} ms`

const serverTable = (people: string, times: readonly ServerTime[]): Table => ({
  title: `${people}, ${requests} requests for each list, and as many for the same list with one person in it`,
  head: ['', 'median', 'p95', 'one person, median', 'one person, p95', `p95 at most ${mostForList} ms`],
  lines: times.map(({ name, median, p95, oneMedian, oneP95 }) => [
    name,
    ...[median, p95, oneMedian, oneP95].map(ms),
    p95 <= mostForList ? 'met' : 'not met',
  ]),
})

const paintTable = (people: string, paints: readonly Seen[]): Table => ({
  title: `${people}, largest contentful paint in Chromium, ${visits} visits`,
  head: ['', 'median', 'slowest'],
  lines: paints.map(({ name, median, milliseconds }) => [name, ms(median), ms(Math.max(...milliseconds))]),
})

const stepTable = (people: string, steps: readonly { name: string; painted: Seen; answered: Seen }[]): Table => ({
  title: `${people}, interactions in Chromium, ${visits} times each`,
  head: ['', 'next paint, median', 'next paint, slowest', 'result painted, median', 'result painted, slowest'],
  lines: steps.map(({ name, painted, answered }) => [
    name,
    ...[answered, painted].flatMap(({ median, milliseconds }) => [ms(median), ms(Math.max(...milliseconds))]),
  ]),
})
