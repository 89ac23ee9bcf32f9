import { describe, expect, test } from 'vitest'
import { anchorFromBytes } from '../anchor'
import { message } from '../testing/messages'
import { read, sourceFor, withServer } from '../testing/reading'
import type { Search } from '../testing/requests'
import type { Answer, Script } from '../testing/scripted-server'
import { baseDn, person, rootDse, world } from '../testing/world'

const everyone = () => world(10)

/** Reads a world of ten people in pages of four with a script that answers one kind of search in its own way. */
async function outcomeOf(kind: Search['kind'], answer: (answer: Answer, search: Search, script: Script) => void) {
  const script: Script = {
    world: everyone(),
    search: (search, reply, own) => (search.kind === kind ? answer(reply, search, own) : reply.usual()),
  }
  return withServer(script, async server => read(sourceFor(server)))
}

const cookieOf = (search: Search) => search.paging?.cookie ?? ''
const onSecondPage = (search: Search) => cookieOf(search) === '4'

test('a complete read delivers everybody once, with a proof, and sends nothing but reading operations', async () => {
  await withServer({ world: everyone() }, async server => {
    const { objects, outcome, events } = await read(sourceFor(server))
    expect(outcome).toBe('complete')
    expect(new Set(objects.map(object => object.anchor)).size).toBe(12)
    expect(objects.filter(object => object.kind === 'person')).toHaveLength(10)
    const [domain, unit] = server.script.world
    expect(objects[2]).toMatchObject({
      kind: 'person',
      dn: 'CN=Person 0,OU=People,DC=lab,DC=example',
      parent: unit?.anchor,
      usnChanged: '100',
      deleted: false,
      attributes: { displayName: ['Person 0'], mail: ['Person.0@lab.example'] },
      cleaned: [],
    })
    expect(events[0]).toMatchObject({
      type: 'identity',
      identity: { domainSid: 'S-1-5-21-1-2-3', highestCommittedUsn: '5000' },
    })
    expect(events.at(-1)).toMatchObject({
      type: 'scope-complete',
      proof: {
        root: domain?.anchor,
        rootDn: baseDn,
        pages: 3,
        objects: 12,
        people: 10,
        changedWhileReading: 0,
        rounds: 1,
      },
    })
    expect(server.operations.slice(0, 2)).toEqual(['bind', 'extended'])
    expect(new Set(server.operations.slice(2, -1))).toEqual(new Set(['search']))
    const listings = server.searches.filter(search => search.paging)
    expect(listings.every(search => search.paging?.critical)).toBe(true)
  })
})

describe('paging', () => {
  test('an empty page with a cookie is not the end', async () => {
    const { outcome, objects } = await outcomeOf('first-listing', (answer, search) =>
      cookieOf(search) === '' ? answer.done({ cookie: '0' }) : answer.usual(),
    )
    expect(outcome).toBe('complete')
    expect(objects).toHaveLength(12)
  })

  test('a page without the paging control is not the last one, it is a fault', async () => {
    const { outcome } = await outcomeOf('first-listing', answer => answer.done({}))
    expect(outcome).toBe('paging-control-missing')
  })

  test.each([...Array(124).keys()].slice(1).map(code => [code]))(
    'result code %i after some entries is never an end',
    async code => {
      const { outcome } = await outcomeOf('first-listing', (answer, search, script) => {
        if (!onSecondPage(search)) return answer.usual()
        for (const object of script.world.slice(4, 6)) answer.entry(object)
        answer.done({ code, cookie: '', referral: code === 10 ? 'ldap://other.example/DC=other' : undefined })
      })
      const special: Record<number, string> = { 3: 'time-limit', 4: 'size-limit', 10: 'referral' }
      expect(outcome).toBe(special[code] ?? 'result-code')
    },
  )

  test('not being signed in any more is told from other operations errors', async () => {
    const text =
      '000004DC: LdapErr: DSID-0C0907E9, comment: In order to perform this operation a successful bind must be completed on the connection.'
    const { outcome } = await outcomeOf('first-listing', answer => answer.done({ code: 1, text, cookie: '' }))
    expect(outcome).toBe('bind-lost')
  })

  test('a cookie is sent back on the connection it came from, and the filter with it', async () => {
    await withServer({ world: everyone() }, async server => {
      await read(sourceFor(server))
      const first = server.searches.filter(search => search.kind === 'first-listing')
      expect(first.map(cookieOf)).toEqual(['', '4', '8'])
      expect(server.operations.filter(name => name === 'bind')).toHaveLength(1)
    })
  })
})

describe('the connection', () => {
  test('a connection cut in the middle of a page leaves the scope incomplete', async () => {
    const { outcome } = await outcomeOf('first-listing', (answer, search, script) => {
      if (!onSecondPage(search)) return answer.usual()
      const [object] = script.world
      if (object) answer.entry(object)
      answer.socket.end()
    })
    expect(outcome).toBe('connection-lost')
  })

  test('a connection cut in the middle of a message, too', async () => {
    const { outcome } = await outcomeOf('second-listing', answer => {
      answer.raw(Buffer.from('3082ffff0201', 'hex'))
      answer.socket.end()
    })
    expect(outcome).toBe('connection-lost')
  })

  test.each([
    ['bytes that are no message', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['an indefinite length', Buffer.from('3080020101', 'hex')],
    ['an answer to nothing that was asked', message(77, 0x65, writer => writer.writeEnumeration(0))],
    ['an operation that no server sends', message(0x40000001, 0x42, writer => writer.writeInt(1))],
    ['a value longer than its entry', Buffer.from('301102044000000264090404434e3d613001ff', 'hex')],
  ])('%s between entries is a fault, never skipped', async (_, bytes) => {
    const { outcome } = await outcomeOf('first-listing', answer => {
      answer.raw(bytes)
      answer.usual()
    })
    expect(outcome).toBe('page-malformed')
  })

  test('the notice of disconnection ends the read, even if the server keeps the connection open', async () => {
    const notice = message(0, 0x78, writer => {
      writer.writeEnumeration(52)
      writer.writeString('')
      writer.writeString('going down')
    })
    const { outcome } = await outcomeOf('first-listing', answer => answer.raw(notice))
    expect(outcome).toBe('connection-lost')
  })

  test('a message that announces gigabytes is refused at its header', async () => {
    const { outcome } = await outcomeOf('first-listing', answer => answer.raw(Buffer.from('30847fffffff', 'hex')))
    expect(outcome).toBe('entry-too-large')
  })

  test('an answer that arrives byte by byte is the same answer', async () => {
    const script: Script = {
      world: world(3),
      search: (search, answer) => {
        if (search.kind !== 'first-listing') return answer.usual()
        const { socket } = answer
        const pieces: Buffer[] = []
        const write = socket.write
        socket.write = ((bytes: Buffer) => pieces.push(bytes) > 0) as typeof socket.write
        answer.usual()
        socket.write = write
        for (const byte of Buffer.concat(pieces)) socket.write(Buffer.from([byte]))
      },
    }
    await withServer(script, async server => {
      const { outcome, objects } = await read(sourceFor(server))
      expect([outcome, objects.length]).toEqual(['complete', 5])
    })
  })

  test('a server that stops answering is given up on', async () => {
    const script: Script = {
      world: everyone(),
      search: (search, answer) => (search.kind === 'first-listing' ? undefined : answer.usual()),
    }
    await withServer(script, async server => {
      const { outcome } = await read(sourceFor(server, { deadlines: { page: 200 } }))
      expect(outcome).toBe('connection-timeout')
    })
  })

  test('a server that trickles for ever meets the deadline of the whole read', async () => {
    const script: Script = {
      world: everyone(),
      search: (search, answer) =>
        search.kind === 'first-listing' ? answer.done({ cookie: 'on and on' }) : answer.usual(),
    }
    await withServer(script, async server => {
      const { outcome } = await read(sourceFor(server, { deadlines: { read: 300 } }))
      expect(outcome).toBe('time-limit')
    })
  })

  test('stopping is answered at once, and every scope is incomplete', async () => {
    const abort = new AbortController()
    const script: Script = {
      world: everyone(),
      search: (search, answer) => (search.kind === 'second-listing' ? abort.abort() : answer.usual()),
    }
    await withServer(script, async server => {
      const scopes = [
        { anchor: null, dn: '' },
        { anchor: null, dn: '' },
      ]
      const { events } = await read(sourceFor(server), { scopes, signal: abort.signal })
      const faults = events.filter(event => event.type === 'scope-incomplete')
      expect(faults.map(event => [event.scope, event.fault.code])).toEqual([
        [0, 'cancelled'],
        [1, 'cancelled'],
      ])
    })
  })

  test('a consumer that stops listening closes the connection', async () => {
    await withServer({ world: everyone() }, async server => {
      const signal = new AbortController().signal
      const events = sourceFor(server).import({
        scopes: [{ anchor: null, dn: '' }],
        attributes: ['displayName'],
        signal,
      })
      for await (const event of events) if (event.type === 'objects') break
      await expect.poll(() => server.operations.at(-1)).toBe('unbind')
    })
  })
})

describe('identity', () => {
  test('an entry without objectGUID makes the scope incomplete', async () => {
    const { outcome } = await outcomeOf('first-listing', (answer, _, script) => {
      for (const object of script.world) answer.entry(object, object === script.world[5] ? 'objectGUID' : undefined)
      answer.done({ cookie: '' })
    })
    expect(outcome).toBe('entry-without-guid')
  })

  test('an objectGUID of another length, too', async () => {
    const script: Script = { world: everyone() }
    const [, , victim] = script.world
    if (victim) victim.guid = Buffer.alloc(15, 7)
    await withServer(script, async server => expect((await read(sourceFor(server))).outcome).toBe('entry-without-guid'))
  })

  test('an entry that is listed twice is delivered once', async () => {
    const { outcome, objects } = await outcomeOf('first-listing', (answer, _, script) => {
      for (const object of [...script.world, ...script.world]) answer.entry(object)
      answer.done({ cookie: '' })
    })
    expect([outcome, objects.length]).toEqual(['complete', 12])
  })
})

describe('the second listing', () => {
  test('an entry that only the first knows, unchanged, was not really there or is not really gone', async () => {
    const { outcome } = await outcomeOf('second-listing', (answer, _, script) => {
      for (const object of script.world.slice(0, -1)) answer.entry(object)
      answer.done({ cookie: '' })
    })
    expect(outcome).toBe('enumerations-differ')
  })

  test('an entry that only the second knows, unchanged, was lost from the first', async () => {
    const { outcome } = await outcomeOf('first-listing', (answer, _, script) => {
      for (const object of script.world.slice(0, -1)) answer.entry(object)
      answer.done({ cookie: '' })
    })
    expect(outcome).toBe('enumerations-differ')
  })

  test('an empty second listing proves nothing', async () => {
    const { outcome } = await outcomeOf('second-listing', answer => answer.done({ cookie: '' }))
    expect(outcome).toBe('enumerations-differ')
  })

  test('whoever changed while reading is fetched and delivered again', async () => {
    let isChanged = false
    const script: Script = {
      world: everyone(),
      search: (search, answer, own) => {
        const victim = own.world[4]
        if (search.kind === 'second-listing' && victim && !isChanged) {
          isChanged = true
          Object.assign(victim, { usn: 5_001, attributes: { displayName: 'Renamed' } })
        }
        answer.usual()
      },
    }
    await withServer(script, async server => {
      const { outcome, objects, events } = await read(sourceFor(server))
      expect(outcome).toBe('complete')
      expect(objects.at(-1)).toMatchObject({
        anchor: script.world[4]?.anchor,
        attributes: { displayName: ['Renamed'] },
      })
      expect(events.at(-1)).toMatchObject({ proof: { objects: 12, people: 10, changedWhileReading: 1, rounds: 1 } })
    })
  })

  test('a changed entry that is not found when it is asked for leaves the scope incomplete', async () => {
    const script: Script = {
      world: everyone(),
      search: (search, answer, own) => {
        const victim = own.world[4]
        if (search.kind === 'second-listing' && victim) Object.assign(victim, { usn: 5_001 })
        if (search.kind === 'fetch') answer.done({ cookie: '' })
        else answer.usual()
      },
    }
    await withServer(script, async server => {
      expect((await read(sourceFor(server))).outcome).toBe('directory-changing')
    })
  })

  test('listings that do not even name their own root prove nothing, however they agree', async () => {
    const script: Script = {
      world: everyone(),
      search: (search, answer) =>
        search.kind === 'first-listing' || search.kind === 'second-listing'
          ? answer.done({ cookie: '' })
          : answer.usual(),
    }
    await withServer(script, async server => {
      expect((await read(sourceFor(server))).outcome).toBe('enumerations-differ')
    })
  })

  test('whoever came while reading is delivered, once the set is settled', async () => {
    const script: Script = {
      world: everyone(),
      search: (search, answer, own) => {
        const [, unit] = own.world
        if (search.kind === 'second-listing' && unit && own.world.length === 12)
          own.world.push(person('New', unit, 5_002))
        answer.usual()
      },
    }
    await withServer(script, async server => {
      const { outcome, objects, events } = await read(sourceFor(server))
      expect(outcome).toBe('complete')
      expect(objects.at(-1)?.attributes.displayName).toEqual(['New'])
      expect(events.at(-1)).toMatchObject({ proof: { objects: 13, people: 11, changedWhileReading: 1, rounds: 2 } })
    })
  })

  const deletedWhileReading = (showsDeleted: boolean): Script => ({
    world: everyone(),
    showsDeleted,
    search: (search, answer, own) => {
      const victim = own.world.at(-1)
      if (search.kind === 'second-listing' && victim) Object.assign(victim, { usn: 5_003, deleted: true })
      answer.usual()
    },
  })

  test('whoever was deleted while reading may be missing, when the tombstone proves it', async () => {
    await withServer(deletedWhileReading(true), async server => {
      const { outcome, objects } = await read(sourceFor(server))
      expect([outcome, objects.length]).toEqual(['complete', 12])
    })
  })

  test('without the right to see tombstones nothing is proved', async () => {
    await withServer(deletedWhileReading(false), async server => {
      expect((await read(sourceFor(server))).outcome).toBe('directory-changing')
    })
  })

  test('a directory that never comes to rest is given up after three rounds', async () => {
    const script: Script = {
      world: everyone(),
      search: (search, answer, own) => {
        const [, unit] = own.world
        if (search.kind === 'second-listing' && cookieOf(search) === '' && unit)
          own.world.push(person(`New ${own.world.length}`, unit, 6_000 + own.world.length))
        answer.usual()
      },
    }
    await withServer(script, async server => {
      expect((await read(sourceFor(server))).outcome).toBe('directory-changing')
      expect(
        server.searches.filter(search => search.kind === 'second-listing' && cookieOf(search) === ''),
      ).toHaveLength(3)
    })
  })
})

describe('references to other servers', () => {
  test.each([
    'ldap://DomainDnsZones.lab.example/DC=DomainDnsZones,DC=lab,DC=example',
    'ldap://ForestDnsZones.lab.example/DC=ForestDnsZones,DC=lab,DC=example',
    'ldap://lab.example/CN=Configuration,DC=lab,DC=example',
    'ldap://other.example/DC=other,DC=example??sub',
  ])('%s leads out of what is read', async url => {
    const { outcome } = await outcomeOf('first-listing', answer => {
      answer.reference(url)
      answer.usual()
    })
    expect(outcome).toBe('complete')
  })

  test.each([
    'ldap://child.lab.example/DC=child,DC=lab,DC=example',
    'ldap://dc2.lab.example/OU=Sales,DC=lab,DC=example',
    'ldap://dc2.lab.example/DC=lab,DC=example',
    'ldap://dc2.lab.example/DC=DomainDnsZones,OU=Sales,DC=lab,DC=example',
    'ldap://dc2.lab.example',
    'ldap://dc2.lab.example/%ff',
    'nonsense',
  ])('%s would leave people unread', async url => {
    const { outcome } = await outcomeOf('second-listing', answer => {
      answer.reference(url)
      answer.usual()
    })
    expect(outcome).toBe('referral')
  })
})

describe('scopes and bases', () => {
  test('a scope that is not found does not spoil its neighbor', async () => {
    await withServer({ world: everyone() }, async server => {
      const [domain, unit] = server.script.world
      const gone = domain && anchorFromBytes(Buffer.from(domain.guid).fill(9, 0, 4))
      const scopes = [
        { anchor: gone ?? null, dn: 'OU=Gone' },
        { anchor: unit?.anchor ?? null, dn: unit?.dn ?? '' },
      ]
      const { events } = await read(sourceFor(server), { scopes })
      expect(events.filter(event => event.type !== 'objects').slice(1)).toMatchObject([
        { type: 'scope-incomplete', scope: 0, fault: { code: 'unit-not-found', args: { dn: 'OU=Gone' } } },
        { type: 'scope-complete', scope: 1, proof: { rootDn: unit?.dn } },
      ])
    })
  })

  test('a base that is hidden from the account is told from one that is not there', async () => {
    const hidden: Script = {
      world: everyone(),
      search: (search, answer) => (search.base.startsWith('<GUID') ? answer.done({}) : answer.usual()),
    }
    await withServer(hidden, async server => expect((await read(sourceFor(server))).outcome).toBe('base-unreadable'))
    await withServer({ world: everyone() }, async server => {
      expect((await read(sourceFor(server, { baseDn: `OU=Nowhere,${baseDn}` }))).outcome).toBe('base-not-found')
      expect((await read(sourceFor(server, { baseDn: 'DC=elsewhere' }))).outcome).toBe('base-outside-naming-contexts')
      expect((await read(sourceFor(server, { baseDn: 'not a name' }))).outcome).toBe('base-outside-naming-contexts')
    })
  })

  test('an LDAP server that is no domain controller is named as such', async () => {
    const { supportedCapabilities: _, ...plain } = rootDse
    await withServer({ world: everyone(), rootDse: plain }, async server =>
      expect((await read(sourceFor(server))).outcome).toBe('not-active-directory'),
    )
  })

  test('an empty base is complete and empty; what that means is decided elsewhere', async () => {
    const [domain] = everyone()
    await withServer({ world: domain ? [domain] : [] }, async server => {
      const { outcome, events } = await read(sourceFor(server))
      expect(outcome).toBe('complete')
      expect(events.at(-1)).toMatchObject({ proof: { people: 0, objects: 1 } })
    })
  })

  test('too many entries are refused before memory is', async () => {
    await withServer({ world: everyone() }, async server =>
      expect((await read(sourceFor(server, { deadlines: { entries: 5 } }))).outcome).toBe('too-many-entries'),
    )
  })
})
