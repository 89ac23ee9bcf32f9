import { mkdirSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { databaseSettings, startDatabase } from './database-server'
import { startDirectory } from './directory/server'
import { measureRows } from './measure-rows'
import type { Bench } from './row'
import { ldapsearchAndCopy } from './rows/copy'
import { ourImport } from './rows/import'
import { ldapsearch } from './rows/ldapsearch'
import { backstage, ldapts } from './rows/readers'
import { measureRuns } from './runs/measure-runs'
import { table } from './table'

/** Our import comes first: what it staged is what COPY writes. */
const rows = [ourImport, ldapsearch, ldapsearchAndCopy, ldapts, backstage]

const { values: options } = parseArgs({
  options: {
    size: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '5' },
    rows: { type: 'string', default: '' },
    /** What is measured: reading a directory, and what runs do with what was read. */
    parts: { type: 'string', default: 'reader,runs' },
    folder: { type: 'string', default: path.join(tmpdir(), 'enrollment-bench') },
    json: { type: 'boolean', default: false },
  },
})

const sizes = options.size.split(',').map(Number)
const named = options.rows.split(',').filter(name => name !== '')
const chosen = rows.filter(row => row === ourImport || named.length === 0 || named.includes(row.name))
const machine = `${cpus()[0]?.model}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB; Node ${process.versions.node}`

mkdirSync(options.folder, { recursive: true })
const results = []
const runs = []
const program = (name: string) => path.join(import.meta.dirname, `${name}.mjs`)
if (options.parts.includes('reader')) for (const size of sizes) results.push({ size, rows: await measureSize(size) })
if (options.parts.includes('runs')) for (const size of sizes) runs.push({ size, tables: await measureRunsOf(size) })
if (options.json)
  console.log(
    JSON.stringify({ at: new Date().toISOString(), machine, postgres: databaseSettings, results, runs }, null, 2),
  )

async function measureSize(size: number) {
  const directory = await startDirectory(options.folder, size)
  try {
    const database = await startDatabase(options.folder)
    try {
      const bench: Bench = { size, directory, database, folder: options.folder, program }
      const measured = await measureRows(bench, chosen, Number(options.rounds), say)
      say(`\n${machine}\n${table(size, measured)}`)
      return measured
    } finally {
      await database.stop()
    }
  } finally {
    await directory.stop()
  }
}

async function measureRunsOf(size: number) {
  const database = await startDatabase(options.folder)
  try {
    const tables = await measureRuns({ size, database, folder: options.folder, program }, Number(options.rounds), say)
    for (const { title, rows } of tables) say(`\n${machine}\n${title}, ${table(size, rows)}`)
    return tables
  } finally {
    await database.stop()
  }
}

/** With --json the screen's output is the machine's, so people are told beside it. */
function say(text: string): void {
  if (options.json) console.error(text)
  else console.log(text)
}
