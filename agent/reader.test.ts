import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DirectoryNode, DirectorySource } from '@/lib/directory/source'
import { generateCompany } from '@/lib/sample-directory/company'
import { type SampleDirectory, startSampleDirectory } from '@/lib/sample-directory/server'
import { sampleBaseDn, sampleCredentials } from '@/lib/sample-directory/settings'
import { env } from './env'
import { writePassword } from './password'
import { openReader } from './reader'
import { AgentSettings } from './settings'

const folder = mkdtempSync(path.join(tmpdir(), 'agent-reader-'))
const signal = new AbortController().signal
let sample: SampleDirectory
let units: DirectoryNode[]

beforeAll(async () => {
  sample = await startSampleDirectory({ company: generateCompany({ seed: 8, people: 60 }) })
  writePassword(folder, sampleCredentials.password)
  units = await unitsBelow(reader(null, sampleBaseDn), null)
})
afterAll(async () => {
  await sample?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** What the service opens for a job, on a machine that lets read below one unit at most. */
function reader(allowed: string | null, baseDn: string | null): DirectorySource {
  const { port, caPem: ca } = sample
  const settings = AgentSettings.parse({
    ...{ portal: 'https://portal.example.com', agentId: crypto.randomUUID(), name: 'LON-1' },
    connection: {
      ...{ hosts: [{ host: '127.0.0.1', port }], security: 'ldaps', ca, baseDn: null },
      userId: sampleCredentials.userId,
    },
    limits: { baseDns: allowed === null ? null : [allowed] },
  })
  const local = { ENROLLMENT_DIRECTORY_NETWORKS: '127.0.0.0/8', ENROLLMENT_DIRECTORY_PORTS: String(port) }
  return openReader(folder, settings, { ...env(), ...local }, baseDn)
}

async function unitsBelow(source: DirectorySource, parent: DirectoryNode | null): Promise<DirectoryNode[]> {
  const found = await source.browse(parent?.anchor ?? null, signal)
  return parent === null && found[0] ? unitsBelow(source, found[0]) : found.filter(unit => unit.peopleBelow > 0)
}

const refused = (dn: string) => ({ code: 'agent-base-refused', args: { baseDn: dn } })

/** Two units of which one is allowed, each with people. */
function two(): { allowed: DirectoryNode; other: DirectoryNode } {
  const [allowed, other] = units
  if (!allowed || !other) throw new Error('The sample company has too few units')
  return { allowed, other }
}

test('whoever asks for a unit beyond what this machine allows gets nothing of it, however the search base is named', async () => {
  const { allowed, other } = two()
  const source = reader(allowed.dn, allowed.dn)
  const read = async (unit: DirectoryNode) => {
    const events = []
    const scopes = [{ anchor: unit.anchor, dn: unit.dn }]
    for await (const event of source.import({ scopes, attributes: ['mail'], signal })) events.push(event)
    return events
  }
  const own = await read(allowed)
  expect(own.some(event => event.type === 'objects')).toBe(true)
  expect(own.at(-1)?.type).toBe('watermark')
  const beyond = await read(other)
  expect(beyond.filter(event => event.type === 'objects')).toEqual([])
  expect(beyond.at(-1)).toEqual({ type: 'scope-incomplete', scope: 0, fault: refused(other.dn) })
  // The DN that comes along is for people to read, and decides nothing.
  const disguised = await read({ ...other, dn: allowed.dn })
  expect(disguised.at(-1)).toEqual({ type: 'scope-incomplete', scope: 0, fault: refused(other.dn) })
})

test('the tree opens within what this machine allows, and nowhere else', async () => {
  const { allowed, other } = two()
  const source = reader(allowed.dn, allowed.dn)
  expect(await source.browse(null, signal)).toMatchObject([{ anchor: allowed.anchor }])
  await expect(source.browse(other.anchor, signal)).rejects.toMatchObject({ fault: refused(other.dn) })
})
