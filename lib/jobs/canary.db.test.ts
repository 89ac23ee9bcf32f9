import postgres from 'postgres'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { startBrowse, startResolveUnits } from '@/lib/connectors/directory-jobs'
import type { Script } from '@/lib/directory/testing/scripted-server'
import { world } from '@/lib/directory/testing/world'
import type { Outcome } from '@/lib/outcome'
import { given, Lab } from './testing/lab'

const canary = 'Canary-Password-4711'
const lines = vi.hoisted(() => [] as string[])
vi.mock('./wake', () => ({ wake: async () => undefined }))
vi.mock('./log', async () => {
  const { pino } = await import('pino')
  const logger = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) })
  return { log: () => logger }
})

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())

/** Every row of every table, as text. */
async function dump(): Promise<string> {
  const owner = postgres(database.ownerUrl, { max: 1 })
  try {
    const tables = await owner<{ name: string }[]>`
      select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
      where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`
    const texts: string[] = []
    for (const { name } of tables) {
      const rows = await owner.unsafe<{ text: string }[]>(`select t::text as text from ${name} t`)
      texts.push(...rows.map(({ text }) => text))
    }
    return texts.join('\n')
  } finally {
    await owner.end()
  }
}

/** What the use cases answered, whatever became of it. */
async function everythingAsked(lab: Lab): Promise<unknown[]> {
  const { organizationId, actor, connectorId } = lab
  const finished = async (started: Outcome<{ jobId: string }>) => (started.ok ? lab.finish(started.value) : started)
  const answers: unknown[] = [await lab.save(''), await lab.save(' '), await lab.save(canary)]
  answers.push(await lab.probe())
  answers.push(await finished(await startBrowse(organizationId, actor, connectorId, null)))
  answers.push(await finished(await startResolveUnits(organizationId, actor, connectorId, ['DC=lab,DC=example'])))
  await lab.goLive(canary)
  answers.push(await lab.workOff(given(await lab.start('manual'))))
  answers.push(await lab.start('scheduled'), await lab.connector())
  answers.push(await lab.save(null, { userId: 'other' }), await lab.save(canary, { hosts: [] }))
  return answers
}

test.each<[string, Partial<Script>]>([
  ['accepts', {}],
  ['refuses the sign-in', { bind: { code: 49, text: 'AcceptSecurityContext error, data 52e, v4563' } }],
  ['is busy', { bind: { code: 51, text: 'busy' } }],
  ['signs nobody in', { whoAmI: '' }],
  ['cuts the connection', { search: (_, answer) => answer.cut() }],
  ['answers nonsense', { search: (_, answer) => answer.raw(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')) }],
])('no answer, no line of the log and no row holds the password, when the directory %s', async (_, script) => {
  const lab = await Lab.open({ world: world(3), ...script })
  try {
    const answers = JSON.stringify(await everythingAsked(lab))
    const rows = await dump()
    expect(answers.length).toBeGreaterThan(1_000)
    expect(rows).toContain(lab.connectorId)
    expect(lines.length).toBeGreaterThan(0)
    for (const form of [canary, Buffer.from(canary).toString('base64'), Buffer.from(canary).toString('hex')])
      for (const text of [answers, rows, lines.join('')]) expect(text.includes(form)).toBe(false)
  } finally {
    await lab.close()
  }
})
