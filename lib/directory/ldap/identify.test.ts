import { afterAll, beforeAll, expect, test } from 'vitest'
import { generateCompany } from '@/lib/sample-directory/company'
import { type SampleDirectory, startSampleDirectory } from '@/lib/sample-directory/server'
import { sampleBaseDn, sampleCredentials } from '@/lib/sample-directory/settings'
import type { DirectoryObject } from '../source'
import { read, sourceFor } from '../testing/reading'

const signal = new AbortController().signal
let server: SampleDirectory
let objects: DirectoryObject[]
const source = (changes = {}) =>
  sourceFor({ port: server.port, ca: server.caPem }, { ...sampleCredentials, ...changes })

beforeAll(async () => {
  server = await startSampleDirectory({ company: generateCompany({ seed: 7, people: 60 }) })
  objects = (await read(source())).objects
})
afterAll(() => server.stop())

test('people are identified by their DNs wherever they stand, and nothing else is', async () => {
  const people = objects.filter(({ kind }) => kind === 'person').slice(0, 5)
  const unit = objects.find(({ kind }) => kind === 'unit')?.dn ?? ''
  const others = [unit, `CN=Nobody,${sampleBaseDn}`, 'CN=Elsewhere,DC=other,DC=example', 'no name at all', '']
  // The search base of the connector limits what is read, not who somebody's manager is.
  const below = source({ baseDn: unit })
  expect(await below.identify([...people.map(({ dn }) => dn), ...others], signal)).toEqual([
    ...people.map(({ dn, anchor }) => ({ dn, anchor })),
    ...others.map(dn => ({ dn, anchor: null })),
  ])
})
