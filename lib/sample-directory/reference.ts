import { anchorFromBytes, parseAnchor } from '@/lib/directory/anchor'
import type { Directory } from './directory'
import type { Item } from './item'

/** MS-ADTS 6.1.1.4: containers that are found under a name of their own, wherever they were moved. */
const wellKnown: Record<string, string> = {
  a9d1ca15768811d1aded00c04fd8d5cd: 'CN=Users',
  aa312825768811d1aded00c04fd8d5cd: 'CN=Computers',
  a361b2ffffd211d1aa4b00c04fd7d83a: 'OU=Domain Controllers',
  ab1d30f3768811d1aded00c04fd8d5cd: 'CN=System',
  '18e2ea80684f11d2b9aa00c04f79f805': 'CN=Deleted Objects',
  '22b70c67d56e4efb91e9300fca3dc1aa': 'CN=ForeignSecurityPrincipals',
}

/**
 * Finds an object by any name Active Directory accepts (MS-ADTS 3.1.1.3.1.2.4): a DN, `<GUID=…>` in text or in hex of its
 * 16 bytes, `<SID=…>` in text, or `<WKGUID=…,DN>`.
 */
export function findReference(name: string, directory: Directory): Item | undefined {
  const guid = /^<GUID=([^>]+)>$/i.exec(name)?.[1]
  if (guid !== undefined) {
    const hex = /^[0-9a-f]{32}$/i.test(guid)
    const anchor = hex ? anchorFromBytes(Buffer.from(guid, 'hex')) : parseAnchor(guid)
    return anchor === null ? undefined : directory.find(anchor)
  }
  const sid = /^<SID=(S-[\d-]+)>$/i.exec(name)?.[1]
  if (sid !== undefined) return bySid(sid.toUpperCase(), directory)
  const known = /^<WKGUID=([0-9a-f]{32}),(.+)>$/i.exec(name)
  if (known) {
    const prefix = wellKnown[(known[1] ?? '').toLowerCase()]
    return prefix === undefined ? undefined : directory.resolve(`${prefix},${known[2]}`)
  }
  return directory.resolve(name)
}

function bySid(sid: string, directory: Directory): Item | undefined {
  const { domainSid } = directory.company
  if (sid === domainSid) return directory.domain
  const rid = sid.startsWith(`${domainSid}-`) ? Number(sid.slice(domainSid.length + 1)) : null
  for (const item of directory.all()) if (rid !== null && item.rid === rid && !item.deleted) return item
  return undefined
}
