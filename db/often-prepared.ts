import type { Sql, TransactionSql } from 'postgres'

/**
 * A prepared statement takes memory in every connection, so there is an end to how many there are, and how long. Whatever has
 * not come for longest makes room; what the server keeps of it goes with the connection, which is renewed within the hour.
 */
const mostPrepared = 300
const longestPrepared = 4_000
/** Lists of varying length make texts that never come again: what comes so often does. */
const timesUntilPrepared = 3
const mostRemembered = 2_000

/** Tells statements that come again and again from the others. */
export class OftenSeen {
  /** The one that has not come for longest first. */
  readonly #often = new Set<string>()
  #seen = new Map<string, number>()

  /** Sees it once more. @returns whether it is one of those */
  see(text: string): boolean {
    if (text.length > longestPrepared) return false
    const isOften = this.#often.delete(text) || this.#comesOften(text)
    if (isOften) this.#often.add(text)
    const [longestAway] = this.#often
    if (longestAway !== undefined && this.#often.size > mostPrepared) this.#often.delete(longestAway)
    return isOften
  }

  #comesOften(text: string): boolean {
    const times = (this.#seen.get(text) ?? 0) + 1
    if (this.#seen.size >= mostRemembered) this.#seen = new Map()
    if (times < timesUntilPrepared) this.#seen.set(text, times)
    else this.#seen.delete(text)
    return times >= timesUntilPrepared
  }
}

/**
 * Has the statements prepared that a transaction asks for again and again: the server takes such a text apart once per
 * connection, and answers in one round trip instead of two. Drizzle prepares nothing that was not named by hand.
 */
export function oftenPrepared(client: Sql): Sql {
  const often = new OftenSeen()
  const { begin } = client
  return Object.assign(client, {
    begin: <T>(work: (tx: TransactionSql) => T | Promise<T>) => begin(tx => work(inTransaction(tx, often))),
  })
}

function inTransaction(tx: TransactionSql, often: OftenSeen): TransactionSql {
  const { unsafe, savepoint } = tx
  const prepared: typeof unsafe = (text, parameters, options) =>
    unsafe(text, parameters, { ...options, prepare: often.see(text) })
  return Object.assign(tx, {
    unsafe: prepared,
    savepoint: <T>(work: (nested: TransactionSql) => T | Promise<T>) =>
      savepoint(nested => work(inTransaction(nested, often))),
  })
}
