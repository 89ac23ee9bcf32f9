import { anchorToBytes } from '@/lib/directory/anchor'
import type { SearchAnswer } from './answer-search'
import type { Directory } from './directory'
import type { Item } from './item'
import { prepareFilter } from './match'
import type { DirSyncValue, SearchRequest } from './protocol/request'
import type { ResponseEntry } from './protocol/response'
import { faults, type Result, success } from './protocol/result'
import { isHidden, mayReadDeleted } from './search'
import { isAdministrator } from './sign-in'
import { selectAttributes, type Value, valuesOf, type Wanted } from './values'

/** LDAP_DIRSYNC_OBJECT_SECURITY: what the account may not read is left out, instead of asking for a right to everything. */
const objectSecurity = 0x1

/** Attributes that each controller keeps for itself, or computes from others: they never count as changed. */
const notReplicated = new Set(['uSNChanged', 'uSNCreated', 'whenChanged', 'memberOf', 'directReports', 'badPwdCount'])

type Circumstances = { directory: Directory; account: Item; most: number }

/**
 * The changes of the whole domain since a cookie (MS-ADTS 3.1.1.3.4.1.3): of each object only those attributes, among the
 * ones asked for, that changed; an object of which none did is left out. Tombstones come by themselves. Objects are looked
 * at in the order of their numbers, so many for one answer, and the cookie says how far this one came.
 */
export function answerDirSync(request: SearchRequest, value: DirSyncValue, circumstances: Circumstances): SearchAnswer {
  const { directory, account, most } = circumstances
  const refused = refusal(request, value, directory, account)
  const from = readCookie(value.cookie, directory)
  if (refused || from === null) return ended(refused ?? faults.unwilling())
  const visible = visibility(value, directory, account)
  const matches = prepareFilter(request.filter, directory)
  const changed = [...directory.all()]
    .filter(item => item.usnChanged > from && isInDomain(item, directory))
    .sort((one, other) => one.usnChanged - other.usnChanged)
  const looked = changed.slice(0, Math.min(most, Math.max(1, Math.floor(value.maxBytes / bytesOfAnObject))))
  const found = looked.filter(item => visible(item) && matches(item) === true)
  const more = looked.length < changed.length
  const upTo = more ? (looked.at(-1)?.usnChanged ?? from) : directory.highestCommittedUsn
  const entries = found.flatMap(item => entryOf(item, request.attributes, from, directory) ?? [])
  return {
    entries,
    references: [],
    result: success,
    cookie: null,
    dirSync: { more, cookie: writeCookie(upTo, directory) },
  }
}

/** What a controller takes an object for when it counts the bytes of an answer. */
const bytesOfAnObject = 250

const ended = (result: Result): SearchAnswer => ({ entries: [], references: [], result, cookie: null })

function refusal(request: SearchRequest, { flags }: DirSyncValue, directory: Directory, account: Item): Result | null {
  if (directory.resolve(request.base) !== directory.domain || request.scope !== 'sub') return faults.readOnly()
  const mayReplicate = isAdministrator(account) || account.signIn?.replicates === true
  return (flags & objectSecurity) !== 0 || mayReplicate ? null : faults.readOnly()
}

function visibility({ flags }: DirSyncValue, directory: Directory, account: Item): (item: Item) => boolean {
  if ((flags & objectSecurity) === 0) return () => true
  const seesDeleted = mayReadDeleted(directory, account)
  return item => (isAdministrator(account) || !isHidden(item)) && (!item.deleted || seesDeleted)
}

function isInDomain(item: Item, directory: Directory): boolean {
  for (let at: Item | null = item; at; at = at.parent) if (at === directory.domain) return true
  return false
}

function entryOf(item: Item, asked: readonly string[], from: number, directory: Directory): ResponseEntry | null {
  const changedNames = selectAttributes(asked)(item).filter(wanted => isChanged(item, wanted, from))
  const attributes: [string, readonly Value[]][] = []
  for (const { name } of changedNames) {
    const values = valuesOf(item, name, directory)
    // A value that was taken away is shown as an attribute without values; one that never was is not shown.
    if (values.length > 0 || item.stamps?.has(name)) attributes.push([name, values])
  }
  if (attributes.length === 0) return null
  const always: [string, readonly Value[]][] = [
    ['objectGUID', [anchorToBytes(item.anchor)]],
    ['instanceType', valuesOf(item, 'instanceType', directory)],
  ]
  const named = new Set(attributes.map(([name]) => name))
  return { dn: directory.dnOf(item), attributes: [...attributes, ...always.filter(([name]) => !named.has(name))] }
}

const isChanged = (item: Item, { name }: Wanted, from: number): boolean =>
  !notReplicated.has(name) && (item.stamps?.get(name) ?? item.usnLoaded) > from

const mark = Buffer.from('DSYN')

/** The cookie names the controller's generation: at another one everything begins anew, as it does on a real one. */
function writeCookie(usn: number, directory: Directory): Buffer {
  const cookie = Buffer.alloc(28)
  mark.copy(cookie)
  anchorToBytes(directory.invocationId).copy(cookie, 4)
  cookie.writeBigUInt64BE(BigInt(usn), 20)
  return cookie
}

/** @returns the number after which to go on, or null for what is no cookie */
function readCookie(cookie: Buffer, directory: Directory): number | null {
  if (cookie.length === 0) return 0
  if (cookie.length !== 28 || !cookie.subarray(0, 4).equals(mark)) return null
  const isOwn = cookie.subarray(4, 20).equals(anchorToBytes(directory.invocationId))
  return isOwn ? Number(cookie.readBigUInt64BE(20)) : 0
}
