import { randomBytes } from 'node:crypto'
import type { Item } from './item'
import { limits } from './protocol/controls'

/** A search whose result is handed out page by page. */
export type OpenSearch = { fingerprint: string; items: Item[]; references: string[]; next: number }

/** The searches that one connection has open. A cookie means nothing on any other (MS-ADTS 3.1.1.3.4.1.1). */
export class OpenSearches {
  private readonly byCookie = new Map<string, OpenSearch>()

  /** Remembers where a search stands. The oldest is forgotten when there are more than MaxResultSetsPerConn. */
  keep(search: OpenSearch): string {
    const cookie = randomBytes(16).toString('hex')
    this.byCookie.set(cookie, search)
    const [oldest] = this.byCookie.keys()
    if (this.byCookie.size > limits.resultSets && oldest !== undefined) this.byCookie.delete(oldest)
    return cookie
  }

  /** Each cookie works once, and only for the search it was given for. */
  take(cookie: string, fingerprint: string): OpenSearch | undefined {
    const search = this.byCookie.get(cookie)
    if (search?.fingerprint !== fingerprint) return undefined
    this.byCookie.delete(cookie)
    return search
  }
}
