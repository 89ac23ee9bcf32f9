import { inspect } from 'node:util'
import { afterEach, expect, test, vi } from 'vitest'
import { faults } from '../testing/faults/catalog'
import { withFaults } from '../testing/faults/fault'
import { read, type SourceChanges, sourceFor, withServer } from '../testing/reading'
import type { Script } from '../testing/scripted-server'
import { world } from '../testing/world'

const canary = 'Canary-Password-4711'
const changes: SourceChanges = { password: canary, deadlines: { connect: 300, signIn: 300, page: 300 } }

/** Everything that is printed while something happens. */
function printed(): () => string {
  const texts: string[] = []
  const listen = (...values: unknown[]) => {
    texts.push(values.map(value => inspect(value, { depth: 12 })).join(' '))
    return true
  }
  for (const name of ['log', 'info', 'warn', 'error', 'debug'] as const)
    vi.spyOn(console, name).mockImplementation(listen)
  vi.spyOn(process.stderr, 'write').mockImplementation(listen)
  return () => texts.join('\n')
}
afterEach(() => vi.restoreAllMocks())

/** All that a source tells when it is used: events, reports, errors with their causes. */
async function tellings(script: Script, more: SourceChanges = {}): Promise<string> {
  const told: unknown[] = []
  await withServer(script, async server => {
    const source = sourceFor(server, { ...changes, ...more })
    const { signal } = new AbortController()
    told.push(source, await source.probe(report => told.push(report), signal))
    told.push(await source.browse(null, signal).catch((error: unknown) => error))
    told.push((await read(source).catch((error: unknown) => ({ events: [error] }))).events)
  })
  const seen = told.map(value => `${inspect(value, { depth: 12, showHidden: true })} ${JSON.stringify(value) ?? ''}`)
  return seen.join('\n')
}

const refused = (text: string): Script => ({ world: world(3), bind: { code: 49, text } })

test.each<[string, Script, SourceChanges]>([
  ['a refused password', refused('80090308: LdapErr, comment: AcceptSecurityContext error, data 52e'), {}],
  ['a sign-in that leaves nobody signed in', { world: world(3), whoAmI: '' }, {}],
  ['a certificate of another authority', { world: world(3) }, { ca: null }],
  ['another name', { world: world(3) }, { host: 'localhost' }],
  ['a port that is closed', { world: world(3) }, { port: 9 }],
  ['nothing wrong at all', { world: world(3) }, {}],
])('nothing that is told or printed holds the password: %s', async (_, script, more) => {
  const output = printed()
  const told = await tellings(script, more)
  expect(told.length).toBeGreaterThan(100)
  expect(told).not.toContain(canary)
  expect(output()).not.toContain(canary)
})

test.each(faults)('nor where a read meets: $name', async fault => {
  const output = printed()
  for (const kind of fault.at) {
    const { script } = withFaults({ world: world(6) }, [{ fault, kind, nth: 0 }])
    expect(await tellings(script)).not.toContain(canary)
  }
  expect(output()).not.toContain(canary)
})
