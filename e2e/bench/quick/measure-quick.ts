import type { Measured } from '../measure'
import type { Bench } from '../row'
import { emptyStaging, type Imported, importOnce } from '../rows/import'
import { search } from '../rows/ldapsearch'
import { type Staged, snapshotSum } from '../staged-rows'
import { median } from '../table'

/** Ways to come to a snapshot of what is there now, and the account each is the way of. */
export const ways = ['full', 'sweep', 'usn'] as const
export type Way = (typeof ways)[number]

/** One way's results after so many changes. */
export type QuickResult = {
  way: Way
  changes: number
  /** In the order of the rounds. */
  seconds: number[]
  median: number
  /** Of the full import's median. */
  ratio: number
  /** Sent by the directory; median. */
  bytes: number
  bytesRatio: number
  /** Megabytes, the most of all rounds. */
  memory: number
  staged: Staged
  /** False: the snapshot was another one than the full import's, or it was no quick import at all. */
  valid: boolean
}

type One = Measured & { way: Way; changes: number; bytes: number; staged: Staged; valid: boolean }

/**
 * After 0, a thousandth and a tenth of all people changed: reading everything, and going on from the last snapshot by either
 * method. Each round begins with full imports to go on from; afterwards each quick import goes on from the one before.
 */
export async function measureQuick(bench: Bench, rounds: number, say: (text: string) => void): Promise<QuickResult[]> {
  const measured: One[] = []
  const shares = [0, bench.size / 1_000, bench.size / 10]
  for (let round = 1; round <= rounds; round++)
    for await (const one of measureRound(bench, shares)) {
      measured.push(one)
      const { way, changes, seconds, bytes, facts } = one
      say(`round ${round}, ${changes} changes, ${way}: ${seconds.toFixed(2)} s, ${bytes} bytes ${facts.because ?? ''}`)
    }
  return shares.flatMap(changes =>
    ways.map(way =>
      resultOf(
        measured.filter(one => one.changes === changes),
        way,
      ),
    ),
  )
}

async function* measureRound(bench: Bench, shares: readonly number[]): AsyncGenerator<One> {
  const { directory } = bench
  await emptyStaging(bench)
  const connectors = {
    sweep: await importBase(bench, directory.userDn, 'sweep'),
    usn: await importBase(bench, directory.deletedReaderDn, 'usn'),
  }
  let before = ''
  for (const changes of shares) {
    await directory.change(changes)
    // The server was started anew.
    await search(bench)
    const full = await measureOne(bench, { way: 'full', changes })
    const isChanged = changes === 0 || full.staged.checksum !== before
    before = full.staged.checksum
    yield { ...full, valid: isChanged && full.facts.method === 'full' }
    for (const way of ['sweep', 'usn'] as const) {
      const one = await measureOne(bench, { way, changes, connector: connectors[way] })
      const isEqual = one.staged.checksum === before && one.staged.objects === full.staged.objects
      yield { ...one, valid: isEqual && one.facts.method === way }
    }
    await endRuns(bench)
    await forgetOlder(bench, Object.values(connectors))
  }
}

/** @throws Error when what the server shows of itself would not lead to this method */
async function importBase(bench: Bench, userDn: string, method: string): Promise<Imported> {
  const { facts } = await importOnce(bench, { userDn })
  const [snapshot] = await bench.database.sql<{ method: string }[]>`
    select watermark ->> 'method' as method from snapshots where run_id = ${facts.run ?? ''}`
  if (snapshot?.method !== method) throw new Error(`The reader chose ${snapshot?.method}, not ${method}`)
  await endRuns(bench)
  return { organizationId: String(facts.organizationId), connectorId: String(facts.connectorId) }
}

async function measureOne(
  bench: Bench,
  { way, changes, connector = null }: { way: Way; changes: number; connector?: Imported | null },
): Promise<One> {
  const { directory, database } = bench
  await database.sql`checkpoint`
  const userDn = way === 'usn' ? directory.deletedReaderDn : directory.userDn
  const { result, bytes } = await directory.counting(() =>
    importOnce(bench, { userDn, connector, quick: connector !== null }),
  )
  const staged = await snapshotSum(bench, String(result.facts.run))
  return { ...result, way, changes, bytes, staged, valid: false }
}

const endRuns = ({ database: { sql } }: Bench) => sql`update runs set state = 'cancelled' where state <> 'cancelled'`

/** As the end of a run does it: only a connector's last snapshot stays. */
async function forgetOlder({ database: { sql } }: Bench, connectors: readonly Imported[]): Promise<void> {
  const kept = sql`select distinct on (r.connector_id) r.id from runs r join snapshots s on s.run_id = r.id
    where r.connector_id in ${sql(connectors.map(connector => connector.connectorId))}
    order by r.connector_id, r.number desc`
  for (const table of ['snapshot_objects', 'snapshot_parts', 'snapshots'])
    await sql`delete from ${sql(table)} where run_id not in (${kept})`
  await sql`vacuum snapshot_objects, snapshot_parts, snapshots`
}

function resultOf(measured: readonly One[], way: Way): QuickResult {
  const [own, full] = [way, 'full' as const].map(name => measured.filter(one => one.way === name)) as [One[], One[]]
  const seconds = own.map(one => one.seconds)
  const bytes = median(own.map(one => one.bytes))
  return {
    way,
    changes: own[0]?.changes ?? 0,
    seconds,
    median: median(seconds),
    ratio: median(seconds) / median(full.map(one => one.seconds)),
    bytes,
    bytesRatio: bytes / median(full.map(one => one.bytes)),
    memory: Math.max(...own.map(one => one.memory)),
    staged: own.at(-1)?.staged ?? { objects: 0, checksum: '' },
    valid: own.every(one => one.valid),
  }
}
