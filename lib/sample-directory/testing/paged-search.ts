import { Ber, type BerReader, BerWriter, Client, Control, type Entry, PagedResultsControl } from 'ldapts'

/** A critical paging control of our own: ldapts refuses its own one in a request, and hides the server's answer to it. */
class PagingRequest extends Control {
  constructor(
    private readonly size: number,
    private readonly cookie: Buffer,
  ) {
    super(PagedResultsControl.type, { critical: true })
  }

  override writeControl(writer: BerWriter): void {
    const value = new BerWriter()
    value.startSequence()
    value.writeInt(this.size)
    value.writeBuffer(this.cookie, Ber.OctetString)
    value.endSequence()
    writer.writeBuffer(value.buffer, Ber.OctetString)
  }

  override parseControl(_: BerReader): void {}
}

type Send = (message: unknown) => Promise<{ controls?: Control[] } | undefined>

/** A client that keeps the controls of the last response, which ldapts throws away. One search at a time. */
export class WatchedClient extends Client {
  lastControls: Control[] = []

  constructor(options: ConstructorParameters<typeof Client>[0]) {
    super(options)
    const send: Send = Reflect.get(this, '_send')
    Reflect.set(this, '_send', async (message: unknown) => {
      const response = await send.call(this, message)
      this.lastControls = response?.controls ?? []
      return response
    })
  }
}

export type PageRequest = { base: string; filter: string; size: number; cookie?: Buffer; attributes?: string[] }
export type Page = { entries: Entry[]; references: string[]; cookie: Buffer }

/** One page of a search. @throws what ldapts throws, and when the answer carries no paging control */
export async function searchPage(client: WatchedClient, request: PageRequest, controls: Control[] = []): Promise<Page> {
  const { base, filter, size, cookie = Buffer.alloc(0), attributes = ['objectGUID'] } = request
  const options = { filter, attributes, explicitBufferAttributes: ['objectGUID'], timeLimit: 0 }
  const result = await client.search(base, options, [new PagingRequest(size, cookie), ...controls])
  const answered = client.lastControls.find(control => control instanceof PagedResultsControl)
  if (!answered?.value?.cookie) throw new Error('The answer carried no paging control')
  return {
    entries: result.searchEntries,
    references: result.searchReferences,
    cookie: Buffer.from(answered.value.cookie),
  }
}

/** All pages of a search, over one connection. */
export async function searchPages(
  client: WatchedClient,
  request: PageRequest,
  controls: Control[] = [],
): Promise<Page[]> {
  const pages: Page[] = []
  let cookie: Buffer | undefined
  do {
    const page = await searchPage(client, { ...request, ...(cookie ? { cookie } : {}) }, controls)
    pages.push(page)
    cookie = page.cookie
  } while (cookie.length > 0)
  return pages
}
