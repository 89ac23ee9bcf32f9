import { afterEach, expect, test } from 'vitest'
import { generateCompany } from '@/lib/sample-directory/company'
import { type Operation, type SampleDirectory, startSampleDirectory } from '@/lib/sample-directory/server'
import { copyOf, copyQuickly } from '../testing/copy'
import { withFaults } from '../testing/faults/fault'
import { lostBind, notSignedIn } from '../testing/faults/results'
import { cutBetweenEntries, restartBetweenListings } from '../testing/faults/transport'
import { read, sourceFor, withServer } from '../testing/reading'
import { sampleSource } from '../testing/sample-source'
import { world } from '../testing/world'

const company = generateCompany({ seed: 2, people: 30 })
const running: SampleDirectory[] = []
afterEach(async () => {
  for (const sample of running.splice(0)) await sample.stop()
})

async function recorded() {
  const operations: Operation[] = []
  const sample = await startSampleDirectory({ company, record: operation => operations.push(operation) })
  running.push(sample)
  return { operations, source: sampleSource(sample, { pageSize: 10 }) }
}

const signal = new AbortController().signal

test('whatever is asked of a source, the directory is asked for nothing but reading', async () => {
  const { operations, source } = await recorded()
  await source.probe(() => undefined, signal)
  await source.browse(null, signal)
  await source.resolveUnits(
    company.units.map(unit => unit.dn),
    signal,
  )
  const copy = await copyOf(source)
  await copyQuickly(source, copy)
  for await (const found of source.lookUp([...copy.objects.keys()].slice(0, 3), ['mail'], signal)) void found
  const asked = operations.map(({ kind, name }) => (kind === 'extended' ? `${kind} ${name}` : kind))
  expect(new Set(asked)).toEqual(new Set(['bind', 'extended 1.3.6.1.4.1.4203.1.11.3', 'search', 'unbind']))
})

test('changes are told by their numbers: nobody asks for the time of one', async () => {
  const { operations, source } = await recorded()
  await copyQuickly(source, await copyOf(source))
  const searches = operations.flatMap(({ search }) => (search ? [search] : []))
  expect(searches.length).toBeGreaterThan(5)
  expect(searches.filter(search => /when(changed|created)/i.test(JSON.stringify(search)))).toEqual([])
})

test('no search limits itself, so that no part can pose as the whole', async () => {
  await withServer({ world: world(10) }, async server => {
    await read(sourceFor(server))
    expect(new Set(server.searches.map(({ limits }) => `${limits.entries} ${limits.seconds}`))).toEqual(
      new Set(['0 0']),
    )
  })
})

test.each([cutBetweenEntries(), restartBetweenListings(), lostBind(), notSignedIn()])(
  'a sign-in that was lost is not made again in silence: $name',
  async fault => {
    const { script } = withFaults({ world: world(10) }, [{ fault, kind: 'second-listing', nth: 0 }])
    await withServer(script, async server => {
      expect((await read(sourceFor(server))).outcome).not.toBe('complete')
      expect(server.operations.filter(name => name === 'bind')).toHaveLength(1)
    })
  },
)
