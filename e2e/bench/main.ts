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
import { table } from './table'

/** Our import comes first: what it staged is what COPY writes. */
const rows = [ourImport, ldapsearch, ldapsearchAndCopy, ldapts, backstage]

const { values: options } = parseArgs({
  options: {
    size: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '5' },
    rows: { type: 'string', default: '' },
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
for (const size of sizes) results.push({ size, rows: await measureSize(size) })
if (options.json)
  console.log(JSON.stringify({ at: new Date().toISOString(), machine, postgres: databaseSettings, results }, null, 2))

async function measureSize(size: number) {
  const directory = await startDirectory(options.folder, size)
  try {
    const database = await startDatabase(options.folder)
    try {
      const program = (name: string) => path.join(import.meta.dirname, `${name}.mjs`)
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

/** With --json the screen's output is the machine's, so people are told beside it. */
function say(text: string): void {
  if (options.json) console.error(text)
  else console.log(text)
}
