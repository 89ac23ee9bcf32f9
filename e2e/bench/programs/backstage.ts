import { createRequire } from 'node:module'
import path from 'node:path'
import type { Client, Entry } from 'ldapts'
import { delivered } from '../checksum'
import { task, tell, timed } from './own'

/**
 * Reads with Backstage's LDAP module, which is installed in a folder of its own. Everything it needs is told as its
 * documentation tells administrators: paged, one search for users, no groups.
 */
type Task = { folder: string; url: string; userDn: string; password: string; baseDn: string; filter: string }
const { folder, url, userDn, password, baseDn, filter, attributes, look } = task<
  Task & { attributes: string[]; look: boolean }
>()

type Vendor = { dnAttributeName: string; uuidAttributeName: string }
type Transformer = (vendor: Vendor, config: object, entry: Entry) => Promise<object | undefined>
type Module = {
  LdapClient: { create(logger: object, url: string, bind: object): Promise<{ client: Client }> }
  readLdapOrg(
    client: object,
    users: object[],
    groups: object[],
    vendor: object,
    options: object,
  ): Promise<{ users: object[] }>
  defaultUserTransformer: Transformer
}

const load = createRequire(path.join(folder, 'package.json'))
const backstage = load('@backstage/plugin-catalog-backend-module-ldap') as Module
const quiet = { debug() {}, info() {}, warn: console.warn, error: console.error, child: () => quiet }
const sum = delivered()
let people = 0
const seconds = await timed(async () => {
  const client = await backstage.LdapClient.create(quiet, url, { dn: userDn, secret: password })
  const users = {
    dn: baseDn,
    options: { scope: 'sub', filter, attributes, paged: { pageSize: 1_000 }, timeLimit: 0 },
    map: {
      rdn: 'sAMAccountName',
      name: 'sAMAccountName',
      displayName: 'displayName',
      email: 'mail',
      memberOf: 'memberOf',
    },
  }
  const options = { logger: quiet, ...(look ? { userTransformer: lookAt } : {}) }
  const read = await backstage.readLdapOrg(client, [users], [], { dnAttributeName: 'dn' }, options)
  people = read.users.length
})
tell({ seconds, ...(look ? sum.sum() : { people }) })

function lookAt(vendor: Vendor, config: object, entry: Entry): Promise<object | undefined> {
  const { dn, objectGUID, ...rest } = entry
  const texts = Object.entries(rest).map(([name, value]) => [name, [value].flat().map(String)])
  sum.add({ guid: Buffer.from([objectGUID].flat()[0] ?? ''), dn, attributes: Object.fromEntries(texts) })
  return backstage.defaultUserTransformer(vendor, config, entry)
}
