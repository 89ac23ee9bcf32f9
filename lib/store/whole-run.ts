import { type SQL, sql } from 'drizzle-orm'
import type { OrganizationTransaction } from './organization'

/**
 * What each step of comparing may hold in memory (hashing twice as much) before it goes to files and back. With
 * PostgreSQL's usual 4 MB, comparing 100,000 people went through half a gigabyte of files.
 */
const comparingMemory = '32MB'

/**
 * Runs statements that compare everybody with everybody of a run. The rows were written moments ago and the planner knows
 * nothing of them yet: it takes them for one row and would go through all of them once per person. Told to hash or merge,
 * it goes through them once.
 */
export async function comparingAll<T>(tx: OrganizationTransaction, work: () => Promise<T>): Promise<T> {
  await setWays(tx, 'off', ['nestloop'])
  await tx.execute(sql`select set_config('jit', 'off', true), set_config('work_mem', ${comparingMemory}, true)`)
  const result = await work()
  await setWays(tx, 'on', ['nestloop'])
  return result
}

/** For a statement that goes through a run once and keeps some of each row: in memory, where a page of it is waited for. */
export async function keepingInMemory(tx: OrganizationTransaction): Promise<void> {
  await tx.execute(sql`select set_config('work_mem', ${comparingMemory}, true)`)
}

const waysPastPlaces = ['seqscan', 'indexscan', 'indexonlyscan', 'bitmapscan', 'hashjoin', 'mergejoin']

/**
 * Runs a statement that names rows by where they stand (ctid), a part of a run at a time. The planner, which knows nothing
 * of the run's rows yet, would look at all of them for each part; with every other way closed it goes straight there.
 */
export async function goingToPlaces<T>(tx: OrganizationTransaction, work: () => Promise<T>): Promise<T> {
  await setWays(tx, 'off', waysPastPlaces)
  const result = await work()
  await setWays(tx, 'on', waysPastPlaces)
  return result
}

/** Runs a statement that asks for the next rows of a run in an order that an index has: along that index, to the last one wanted. */
export async function goingAlong<T>(tx: OrganizationTransaction, work: () => Promise<T>): Promise<T> {
  await setWays(tx, 'off', waysThroughEverybody)
  const result = await work()
  await setWays(tx, 'on', waysThroughEverybody)
  return result
}

const waysThroughEverybody = ['seqscan', 'bitmapscan']

/** The places of rows, as the text of an array. */
export const placesOf = (rows: readonly { place: string }[]): string =>
  `{${rows.map(row => `"${row.place}"`).join(',')}}`

/**
 * The commit of this transaction need not wait for the disk: the next one that does takes it along, and what a server loses
 * that falls before then is made anew. For what is only a step towards a row that says how far a run is.
 */
export async function notWaitingForTheDisk(tx: OrganizationTransaction): Promise<void> {
  await tx.execute(sql`set local synchronous_commit = off`)
}

/** Which ways to rows the planner may take, for the rest of the transaction. */
async function setWays(tx: OrganizationTransaction, to: 'on' | 'off', ways: readonly string[]): Promise<void> {
  const names = `{${ways.map(way => `enable_${way}`).join(',')}}`
  await tx.execute(sql`select set_config(name, ${to}, true) from unnest(${names}::text[]) as name`)
}

/** Goes through the answer of one such statement in pages, so that a million rows pass in constant memory. */
export async function eachPageOf<Row extends Record<string, unknown>>(
  tx: OrganizationTransaction,
  statement: SQL,
  pageSize: number,
  take: (rows: Row[]) => Promise<void>,
): Promise<void> {
  await comparingAll(tx, async () => {
    // All of it will be read, so that the way to the last row counts and not the way to the first.
    await tx.execute(sql`set local cursor_tuple_fraction = 1`)
    await tx.execute(sql`declare everybody no scroll cursor for ${statement}`)
  })
  const fetch = async () => [...(await tx.execute<Row>(sql.raw(`fetch ${pageSize} from everybody`)))] as Row[]
  // The next page comes while this one is looked at.
  for (let next: Promise<Row[]> | null = fetch(); next !== null; ) {
    const rows: Row[] = await next
    next = rows.length < pageSize ? null : fetch()
    try {
      if (rows.length > 0) await take(rows)
    } catch (error) {
      await next?.catch(() => {})
      throw error
    }
  }
  await tx.execute(sql`close everybody`)
}
