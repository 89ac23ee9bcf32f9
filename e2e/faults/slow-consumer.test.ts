import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { decodeObjects } from '@/lib/directory/object-block'
import { sourceFor } from '@/lib/directory/testing/reading'
import { generateCompany } from '@/lib/sample-directory/company'
import { type SampleDirectory, startSampleDirectory } from '@/lib/sample-directory/server'
import { sampleCredentials } from '@/lib/sample-directory/settings'
import { type FaultyWire, startProxy } from './proxy'

const company = generateCompany({ seed: 12, people: 2_000 })
let sample: SampleDirectory
let proxy: FaultyWire
beforeAll(async () => {
  sample = await startSampleDirectory({ company })
})
afterAll(async () => {
  await proxy.stop()
  await sample.stop()
})

/** Reads through a proxy, a few bytes ahead at most, and does something when the first objects are there. */
async function readSlowly(patience: number, pause: () => Promise<void>) {
  proxy = await startProxy(sample.port, { kind: 'none' })
  const deadlines = { page: patience, pageSize: 100, ahead: 16 * 1024 }
  const source = sourceFor({ port: proxy.port, ca: sample.caPem }, { ...sampleCredentials, deadlines })
  const request = { scopes: [{ anchor: null, dn: '' }], attributes: ['displayName', 'mail'] }
  const people = new Set<string>()
  let outcome = 'nothing'
  let isFirst = true
  for await (const event of source.import({ ...request, signal: new AbortController().signal })) {
    if (event.type === 'objects')
      for (const { kind, anchor } of decodeObjects(event.block)) if (kind === 'person') people.add(anchor)
    if (event.type === 'scope-complete') outcome = 'complete'
    if (event.type === 'scope-incomplete') outcome = event.fault.code
    if (event.type === 'objects' && isFirst) await pause()
    isFirst &&= event.type !== 'objects'
  }
  await proxy.stop()
  return { outcome, people: people.size }
}

test('whoever writes more slowly than the server reads loses nobody, and the wait is not taken for the server’s', async () => {
  expect(await readSlowly(1_000, () => wait(1_500))).toEqual({ outcome: 'complete', people: company.people.length })
})

test('a connection that ends while the objects read so far are written leaves the scope incomplete', async () => {
  const { outcome, people } = await readSlowly(20_000, async () => {
    proxy.cut()
    await wait(50)
  })
  expect(outcome).toBe('connection-lost')
  expect(people).toBeLessThan(company.people.length)
})
