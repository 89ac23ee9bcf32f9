import { mkdirSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { releaseLock, takeLock } from '@/lib/launch/lock'
import { whenAskedToEnd } from '@/lib/launch/the-end'
import { measureAgent } from './agent/measure-agent'
import { aimsOf } from './aims'
import { databaseSettings, startDatabase } from './database-server'
import { startDirectory } from './directory/server'
import { stopServers } from './kept-server'
import { asMarkdown, onScreen } from './layout'
import { measureRows } from './measure-rows'
import { measurePages } from './pages/measure-pages'
import { measureQuick } from './quick/measure-quick'
import { measureReview } from './review/measure-review'
import { ldapsearchAndCopy } from './rows/copy'
import { ourImport } from './rows/import'
import { ldapsearch } from './rows/ldapsearch'
import { backstage, ldapts } from './rows/readers'
import { measureRuns } from './runs/measure-runs'
import { measureSchedules } from './schedules/measure-schedules'
import type { SizeResult } from './size-result'
import { tablesOf, tablesOfAll } from './tables'

/** Our import comes first: what it staged is what COPY writes. */
const rows = [ourImport, ldapsearch, ldapsearchAndCopy, ldapts, backstage]
/** Reading is measured at every size; what follows from it up to this one, or at the only one. */
const othersUpTo = 100_000

const { values: options } = parseArgs({
  options: {
    size: { type: 'string', default: '10000,100000,500000' },
    rounds: { type: 'string', default: '3' },
    rows: { type: 'string', default: '' },
    /**
     * What is measured: reading a directory, reading what changed, reading through an agent, what runs do with what was read,
     * schedules, review, and pages.
     */
    parts: { type: 'string', default: 'reader,quick,agent,runs,schedules,review,pages' },
    folder: { type: 'string', default: path.join(tmpdir(), 'enrollment-bench') },
    json: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
  },
})

const sizes = options.size.split(',').map(Number)
const rounds = Math.max(1, Number(options.rounds))
const named = options.rows.split(',').filter(name => name !== '')
const chosen = rows.filter(row => row === ourImport || named.length === 0 || named.includes(row.name))
const at = new Date()
const machine = `${cpus()[0]?.model}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB; Node ${process.versions.node}`
const shared = { folder: options.folder, program: (name: string) => path.join(import.meta.dirname, `${name}.mjs`) }

mkdirSync(options.folder, { recursive: true })
const { holder } = takeLock(options.folder)
if (holder) {
  console.error(
    `Process ${holder.pid} is measuring in ${options.folder}. Wait for it, or choose another folder with --folder.`,
  )
  process.exit(1)
}
let isStopping = false
whenAskedToEnd(async () => {
  isStopping = true
  await stopServers()
  releaseLock(options.folder)
  process.exit(130)
})
// What breaks because everything was stopped is not worth telling.
await measure().catch(error => (isStopping ? undefined : Promise.reject(error)))
releaseLock(options.folder)

async function measure(): Promise<void> {
  const results: SizeResult[] = []
  for (const size of sizes) {
    const result = await measureSize(size)
    results.push(result)
    say(`\n${machine}`)
    for (const table of tablesOf(result)) say(`\n${onScreen(table)}`)
  }
  const schedules = await schedulesTables()
  const pages = await pagesTables()
  const overall = [...tablesOfAll(results, ourImport.name), ...schedules, ...pages]
  for (const table of overall) say(`\n${onScreen(table)}`)
  if (options.json)
    console.log(
      JSON.stringify(
        { at, machine, postgres: databaseSettings, results, schedules, pages, aims: aimsOf(results) },
        null,
        2,
      ),
    )
  if (options.markdown) {
    const title = `${at.toISOString().slice(0, 10)} · ${machine} · ${rounds} ${rounds === 1 ? 'round' : 'rounds'}`
    console.log([title, ...[...results.flatMap(tablesOf), ...overall].map(asMarkdown)].join('\n\n'))
  }
}

async function measureSize(size: number): Promise<SizeResult> {
  const parts = options.parts.split(',')
  const withOthers = size <= othersUpTo || sizes.length === 1
  const [isRead, isQuick] = [parts.includes('reader'), parts.includes('quick') && withOthers]
  const read = isRead || isQuick ? await measureReading(size, { isRead, isQuick }) : { rows: [], quick: [] }
  const agent = parts.includes('agent') && withOthers ? await measureAgentOf(size) : null
  return { size, ...read, agent, runs: parts.includes('runs') && withOthers ? await measureRunsOf(size) : [] }
}

/** On a database that counts what it is asked. */
async function measureAgentOf(size: number) {
  const directory = await startDirectory(options.folder, size)
  try {
    const database = await startDatabase(options.folder, { shared_preload_libraries: 'pg_stat_statements' })
    try {
      return await measureAgent({ size, directory, database, ...shared }, rounds, say)
    } finally {
      await database.stop()
    }
  } finally {
    await directory.stop()
  }
}

async function measureReading(size: number, { isRead, isQuick }: { isRead: boolean; isQuick: boolean }) {
  const directory = await startDirectory(options.folder, size)
  try {
    const database = await startDatabase(options.folder)
    try {
      const bench = { size, directory, database, ...shared }
      return {
        rows: isRead ? await measureRows(bench, chosen, rounds, say) : [],
        quick: isQuick ? await measureQuick(bench, rounds, say) : [],
      }
    } finally {
      await database.stop()
    }
  } finally {
    await directory.stop()
  }
}

async function schedulesTables() {
  const parts = options.parts.split(',')
  return [
    ...(parts.includes('schedules') ? [await onItsOwn(measureSchedules)] : []),
    ...(parts.includes('review') ? [await onItsOwn(measureReview)] : []),
  ]
}

/** On a database of its own. */
async function onItsOwn(measure: typeof measureSchedules) {
  const database = await startDatabase(options.folder)
  try {
    return await measure(database, import.meta.dirname, say)
  } finally {
    await database.stop()
  }
}

/** With the most people for whom everything is measured. */
async function pagesTables() {
  const size = Math.max(...sizes.filter(each => each <= othersUpTo || sizes.length === 1))
  if (!options.parts.split(',').includes('pages') || !Number.isFinite(size)) return []
  const database = await startDatabase(options.folder)
  try {
    return await measurePages({ size, database, ...shared }, say)
  } finally {
    await database.stop()
  }
}

async function measureRunsOf(size: number) {
  const database = await startDatabase(options.folder)
  try {
    return await measureRuns({ size, database, ...shared }, rounds, say)
  } finally {
    await database.stop()
  }
}

/** With --json or --markdown the output is for others, so people are told beside it. */
function say(text: string): void {
  if (options.json || options.markdown) console.error(text)
  else console.log(text)
}
