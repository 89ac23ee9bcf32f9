import { connect } from 'node:net'
import { Client, Control, type Entry } from 'ldapts'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { generateCompany } from './company'
import { type Operation, type SampleDirectory, startSampleDirectory } from './server'
import { sampleAccounts, sampleCredentials } from './settings'
import { searchPage, searchPages, WatchedClient } from './testing/paged-search'

const company = generateCompany({ seed: 11, people: 1_400 })
const { password } = sampleCredentials
const everybody = '(&(objectCategory=person)(objectClass=user))'
const operations: Operation[] = []
let sample: SampleDirectory
beforeAll(async () => {
  sample = await startSampleDirectory({ company, plainPort: 0, record: operation => operations.push(operation) })
})
afterAll(() => sample.stop())

async function asReader<T>(
  work: (client: WatchedClient) => Promise<T>,
  userId: string = sampleCredentials.userId,
): Promise<T> {
  const client = new WatchedClient({ url: sample.url, timeout: 10_000, tlsOptions: { ca: sample.caPem } })
  try {
    await client.bind(userId, password)
    return await work(client)
  } finally {
    await client.unbind()
  }
}
const page = { base: company.baseDn, filter: everybody }

describe('limits of Windows that Samba does not have', () => {
  test('an unpaged search ends after 1,000 objects with code 4', async () => {
    await expect(asReader(client => client.search(company.baseDn, { filter: everybody }))).rejects.toMatchObject({
      code: 4,
    })
    const { searchEntries } = await asReader(client =>
      client.search(company.baseDn, { filter: everybody, sizeLimit: 2_000 }),
    )
    expect(searchEntries).toHaveLength(1_000)
  })

  test('the client’s own limit counts where it is lower', async () => {
    const { searchEntries } = await asReader(client =>
      client.search(company.baseDn, { filter: everybody, sizeLimit: 10 }),
    )
    expect(searchEntries).toHaveLength(10)
  })

  test('a page never holds more than 1,000 objects, whatever is asked for', async () => {
    const pages = await asReader(client => searchPages(client, { ...page, size: 5_000 }))
    expect(pages.map(one => one.entries.length)).toEqual([1_000, company.people.length - 1_000])
  })

  test('an empty password signs in as nobody and succeeds', async () => {
    const client = new Client({ url: sample.url, tlsOptions: { ca: sample.caPem } })
    await client.bind(sampleCredentials.userId, '')
    expect((await client.exop('1.3.6.1.4.1.4203.1.11.3')).value ?? '').toBe('')
    await expect(client.search(company.baseDn, { scope: 'base' })).rejects.toMatchObject({ code: 1 })
    await client.unbind()
  })

  test('an expired account and an unknown one have sub-codes of their own', async () => {
    await expect(asReader(async () => {}, sampleAccounts.expired)).rejects.toThrow('data 701, v4563')
    await expect(asReader(async () => {}, `nobody@${company.domain}`)).rejects.toThrow('data 525, v4563')
  })

  test('a base in another forest is referred to, not missing', async () => {
    await expect(asReader(client => client.search('DC=fabrikam,DC=test'))).rejects.toMatchObject({ code: 10 })
    await expect(asReader(client => client.search('not a name'))).rejects.toMatchObject({ code: 34 })
  })
})

describe('cookies', () => {
  test('work once, and only for the search they were given for', async () => {
    await asReader(async client => {
      const { cookie } = await searchPage(client, { ...page, size: 10 })
      await expect(searchPage(client, { ...page, size: 10, cookie, filter: '(cn=*)' })).rejects.toMatchObject({
        code: 12,
      })
      const { entries } = await searchPage(client, { ...page, size: 10, cookie })
      expect(entries).toHaveLength(10)
      await expect(searchPage(client, { ...page, size: 10, cookie })).rejects.toMatchObject({ code: 12 })
    })
  })

  test('a size of zero gives the search up', async () => {
    await asReader(async client => {
      const { cookie } = await searchPage(client, { ...page, size: 10 })
      const last = await searchPage(client, { ...page, size: 0, cookie })
      expect([last.entries.length, last.cookie.length]).toEqual([0, 0])
    })
  })

  test('references come with the last page, and not when the client stays in the domain', async () => {
    const staysInDomain = new Control('1.2.840.113556.1.4.1339', { critical: true })
    await asReader(async client => {
      const pages = await searchPages(client, { ...page, size: 1_000 })
      expect(pages.map(one => one.references.length)).toEqual([0, 3])
      const without = await searchPages(client, { ...page, size: 1_000 }, [staysInDomain])
      expect(without.flatMap(one => one.references)).toEqual([])
    })
  })
})

describe('the record of operations', () => {
  /** The operations of one connection; the farewell arrives after the client has gone on. */
  async function recorded(work: (client: WatchedClient) => Promise<unknown>): Promise<Operation[]> {
    const from = operations.length
    await asReader(work)
    const connection = Math.max(...operations.slice(from).map(one => one.connection))
    return vi.waitFor(() => {
      const own = operations.filter(one => one.connection === connection)
      expect(own.at(-1)?.kind).toBe('unbind')
      return own
    })
  }

  test('holds every operation with what it asked for, and never a password', async () => {
    const attributes = ['mail', 'objectGUID']
    const own = await recorded(client => searchPages(client, { ...page, size: 1_000, attributes }))
    expect(own.map(one => one.kind)).toEqual(['bind', 'search', 'search', 'unbind'])
    expect(own[0]).toMatchObject({ name: sampleCredentials.userId, encrypted: true })
    const search = { scope: 'sub', filter: everybody, attributes, pageSize: 1_000 }
    const expected = [false, true].map(following => ({ ...search, following }))
    expect(own.slice(1, 3).map(one => one.search)).toEqual(expected)
    expect(JSON.stringify(own)).not.toContain(password)
  })

  test('holds what was refused', async () => {
    const own = await recorded(async client => {
      await client.compare(company.baseDn, 'dc', 'northwind').catch(() => {})
      await client.del(company.baseDn).catch(() => {})
    })
    expect(own.map(one => one.kind)).toEqual(['bind', 'compare', 'delete', 'unbind'])
  })
})

describe('the server', () => {
  test('listens on the loopback interface only', async () => {
    await expect(startSampleDirectory({ company, host: '0.0.0.0' })).rejects.toThrow('loopback')
  })

  test('stops although a client never finishes its handshake', async () => {
    const other = await startSampleDirectory({ company })
    const socket = connect(other.port, '127.0.0.1')
    await new Promise(done => socket.once('connect', done))
    socket.on('error', () => {})
    await other.stop()
    socket.destroy()
    await expect(fetch(`http://127.0.0.1:${other.port}`)).rejects.toThrow()
  })

  test('does not start where a port is taken', async () => {
    await expect(startSampleDirectory({ company, port: sample.port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })

  test('stays when a client sends what is not LDAP', async () => {
    const port = Number(new URL(sample.plainUrl ?? '').port)
    const answer = await new Promise<Buffer>(done => {
      const socket = connect(port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\n\r\n'))
      const pieces: Buffer[] = []
      socket.on('data', (piece: Buffer) => pieces.push(piece))
      socket.on('close', () => done(Buffer.concat(pieces)))
    })
    expect(answer.toString('latin1')).toContain('1.3.6.1.4.1.1466.20036')
    expect(await asReader(async () => 'still here')).toBe('still here')
  })

  test('finds containers by their well-known GUID', async () => {
    const deleted = `<WKGUID=18E2EA80684F11D2B9AA00C04F79F805,${company.baseDn}>`
    const controls = [new Control('1.2.840.113556.1.4.417', { critical: true })]
    const { searchEntries } = await asReader(client => client.search(deleted, { scope: 'base' }, controls))
    expect(searchEntries.map((entry: Entry) => entry.dn)).toEqual([`CN=Deleted Objects,${company.baseDn}`])
  })

  test('refuses changes from inside, too, where they were not asked for', () => {
    const [person] = company.people
    expect(() => person && sample.directory.disable(person.anchor)).toThrow('does not change')
  })
})
