import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anchorFromBytes } from '../anchor'
import type { DirectoryObject } from '../source'
import { type Attributes, entryMessage } from '../testing/messages'
import { read, type SourceChanges, sourceFor, withServer } from '../testing/reading'
import type { Script } from '../testing/scripted-server'
import { attributesOf, type WorldObject, world } from '../testing/world'
import { longestValue } from '../values'

/** Reads one person of a small world, whose entry arrives with these attributes instead of its own. */
async function readPerson(
  arriving: Attributes,
  { wanted = ['displayName', 'mail'], dn, ...changes }: { wanted?: string[]; dn?: string } & SourceChanges = {},
) {
  const script: Script = {
    world: world(2),
    search: (search, answer, own) => {
      const isEverything = search.kind === 'first-listing' || search.kind === 'other-listing'
      if (!isEverything) return answer.usual()
      for (const object of own.world)
        if (object !== own.world[2]) answer.entry(object)
        else answer.raw(entryMessage(search.id, dn ?? object.dn, { ...identityOf(object), ...arriving }))
      answer.done({ cookie: '' })
    },
  }
  return withServer(script, async server => {
    const reading = await read(sourceFor(server, { deadlines: { pageSize: 10 }, ...changes }), { attributes: wanted })
    const person = reading.objects.find(object => object.anchor === script.world[2]?.anchor)
    return { ...reading, person, server }
  })
}

const identityOf = (object: WorldObject): Attributes =>
  attributesOf(object, ['objectguid', 'usnchanged', 'objectclass', 'parentguid'])

async function delivered(...asked: Parameters<typeof readPerson>): Promise<DirectoryObject> {
  const { outcome, person } = await readPerson(...asked)
  expect(outcome).toBe('complete')
  if (!person) throw new Error('The person was not delivered')
  return person
}

describe('values as they arrive', () => {
  test('one, several and none are a list, a list, and no attribute; an empty one is none', async () => {
    const person = await delivered(
      { displayName: ['One'], mail: ['a@x.example', 'b@x.example'], title: [], sn: [''] },
      {
        wanted: ['displayName', 'mail', 'title', 'sn', 'department'],
      },
    )
    expect(person.attributes).toEqual({ displayName: ['One'], mail: ['a@x.example', 'b@x.example'] })
    expect(person.cleaned).toEqual([])
  })

  test('the spelling of the answer does not matter; the spelling of the question is kept', async () => {
    const person = await delivered({ DISPLAYNAME: ['Loud'], Mail: ['a@x.example'] })
    expect(person.attributes).toEqual({ displayName: ['Loud'], mail: ['a@x.example'] })
  })

  test('NUL, controls, line ends and signs that turn the reading direction go, and it is said', async () => {
    const person = await delivered({ displayName: ['a\0b\u202e\tc\u001b[31m'], mail: ['a@x.example'] })
    expect(person).toMatchObject({ attributes: { displayName: ['ab c[31m'] }, cleaned: ['displayName'] })
  })

  test('markup and formulas are text: whoever shows them makes them harmless', async () => {
    const name = '<img src=x onerror=alert(1)>'
    const person = await delivered({ displayName: [name], mail: ['=HYPERLINK("http://x.example")'] })
    expect(person).toMatchObject({
      attributes: { displayName: [name], mail: ['=HYPERLINK("http://x.example")'] },
      cleaned: [],
    })
  })

  test('decomposed letters are composed, in values and in DNs', async () => {
    const person = await delivered({ displayName: ['Jose\u0301'] }, { dn: 'CN=Jose\u0301,OU=People,DC=lab,DC=example' })
    expect(person).toMatchObject({
      dn: 'CN=José,OU=People,DC=lab,DC=example',
      attributes: { displayName: ['José'] },
      cleaned: [],
    })
  })

  test('bytes that are no text lose what is none, and nobody beside them', async () => {
    const { person, objects, outcome } = await readPerson({ displayName: [Buffer.from([0x4a, 0xf8, 0x72])] })
    expect(outcome).toBe('complete')
    expect(person).toMatchObject({ attributes: { displayName: ['Jr'] }, cleaned: ['displayName'] })
    expect(objects).toHaveLength(4)
  })

  test('a value longer than any name is left out, and it is said', async () => {
    const person = await delivered({
      displayName: ['x'.repeat(longestValue + 1), 'short'],
      mail: ['y'.repeat(longestValue)],
    })
    expect(person.attributes.displayName).toEqual(['short'])
    expect(person.attributes.mail?.[0]).toHaveLength(longestValue)
    expect(person.cleaned).toEqual(['displayName'])
  })

  test.each([
    'CN=Smith\\, John \\#1 (x),OU=People,DC=lab,DC=example',
    'CN=\\ \\+\\"\\<\\>\\;\\=*\\\\\\ ,OU=Łódź Works,DC=lab,DC=example',
    'CN=line\\0Abreak,OU=👩‍💻,DC=lab,DC=example',
  ])('a DN is an address and stays as it was written: %s', async dn => {
    expect(await delivered({}, { dn })).toMatchObject({ dn })
  })

  test('a DN that cannot be parsed is still delivered, and without NUL', async () => {
    expect(await delivered({}, { dn: 'no\0 name at all' })).toMatchObject({ dn: 'no name at all' })
  })

  test('whatever bytes arrive as values, what is delivered can be stored as text', async () => {
    const values = fc.array(fc.oneof(fc.uint8Array({ maxLength: 30 }), fc.string({ unit: 'binary', maxLength: 30 })), {
      maxLength: 4,
    })
    const property = fc.asyncProperty(values, fc.uint8Array({ minLength: 1, maxLength: 40 }), async (arriving, dn) => {
      const text = Buffer.from(dn).toString('utf8')
      const person = await delivered({ displayName: arriving.map(value => Buffer.from(value)) }, { dn: text })
      const everything = [person.dn, ...(person.attributes.displayName ?? [])]
      for (const each of everything) {
        expect(each.isWellFormed() && !each.includes('\0')).toBe(true)
        expect(each.normalize('NFC')).toBe(each)
      }
      expect(person.attributes.displayName ?? []).not.toContain('')
      const isMissing = (person.attributes.displayName?.length ?? 0) < arriving.filter(value => value.length > 0).length
      if (isMissing) expect(person.cleaned).toEqual(['displayName'])
    })
    await fc.assert(property, { numRuns: 60, seed: 86 })
  })
})

describe('bytes are bytes', () => {
  test('an identity whose bytes happen to be text is an identity', async () => {
    const script: Script = { world: world(1) }
    const [, , person] = script.world
    const guid = Buffer.from('sixteen letters!')
    if (person) Object.assign(person, { guid, anchor: anchorFromBytes(guid) })
    await withServer(script, async server => {
      const { objects, outcome } = await read(sourceFor(server))
      expect(outcome).toBe('complete')
      expect(objects.at(-1)?.anchor).toBe('74786973-6565-206e-6c65-747465727321')
    })
  })

  test('SIDs and GUIDs among the wanted attributes come in the form that people know', async () => {
    const sid = Buffer.from('010500000000000515000000dcf4dc3b833d2b46828ba62800020000', 'hex')
    const person = await delivered(
      { objectSid: [sid], 'mS-DS-ConsistencyGuid': [Buffer.from('00112233445566778899aabbccddeeff', 'hex')] },
      { wanted: ['objectSid', 'mS-DS-ConsistencyGuid'] },
    )
    expect(person).toMatchObject({
      attributes: {
        objectSid: ['S-1-5-21-1004336348-1177238915-682003330-512'],
        'mS-DS-ConsistencyGuid': ['33221100-5544-7766-8899-aabbccddeeff'],
      },
      cleaned: [],
    })
  })

  test('pictures are their bytes, also where those would be text', async () => {
    const bytes = Buffer.from('ffd8ff00c3a9', 'hex')
    const photos = { thumbnailPhoto: [bytes], jpegPhoto: [Buffer.from('plain'), bytes] }
    const person = await delivered(photos, { wanted: ['thumbnailPhoto', 'jpegPhoto'] })
    expect(person).toMatchObject({
      attributes: { thumbnailPhoto: ['/9j/AMOp'], jpegPhoto: ['cGxhaW4=', '/9j/AMOp'] },
      cleaned: [],
    })
  })

  test('half a SID is no SID, and it is said', async () => {
    const person = await delivered({ objectSid: [Buffer.from('0105', 'hex')] }, { wanted: ['objectSid'] })
    expect(person).toMatchObject({ attributes: {}, cleaned: ['objectSid'] })
  })
})

describe('numbers are texts, so that no digit is lost', () => {
  test.each(['0', '9223372036854775807', '9223372032559808511', '133485408000000001'])('%s', async expires => {
    const person = await delivered(
      { accountExpires: [expires], userAccountControl: ['66050'] },
      {
        wanted: ['accountExpires', 'userAccountControl'],
      },
    )
    expect(person.attributes).toEqual({ accountExpires: [expires], userAccountControl: ['66050'] })
  })

  test('uSNChanged beyond 2^53 is kept', async () => {
    const script: Script = { world: world(1) }
    Object.assign(script.world[2] ?? {}, { usn: 9_007_199_254_740_993n })
    await withServer(script, async server => {
      const { objects, outcome } = await read(sourceFor(server))
      expect([outcome, objects.at(-1)?.usnChanged]).toEqual(['complete', '9007199254740993'])
    })
  })
})

describe('what is not taken', () => {
  test('nobody asks for photos or for everything', async () => {
    const { server } = await readPerson({})
    const asked = server.searches.flatMap(search => search.attributes)
    expect(asked.filter(name => /photo|^\*$|^\+$/i.test(name))).toEqual([])
    expect(server.searches.every(search => search.attributes.length > 0)).toBe(true)
  })

  test('an entry larger than a limit ends the read before it is in memory', async () => {
    const { outcome } = await readPerson({ displayName: ['x'.repeat(300_000)] }, { deadlines: { message: 200_000 } })
    expect(outcome).toBe('entry-too-large')
  })

  test('more bytes than one read takes end it', async () => {
    const { outcome } = await readPerson({ displayName: ['x'.repeat(60_000)] }, { deadlines: { bytes: 50_000 } })
    expect(outcome).toBe('too-much-data')
  })
})
