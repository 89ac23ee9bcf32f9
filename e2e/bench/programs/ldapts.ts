import { readFileSync } from 'node:fs'
import { Client, type Entry } from 'ldapts'
import { delivered } from '../checksum'
import { task, tell, timed } from './own'

/** Pages through the directory with ldapts alone. */
type Task = { url: string; caFile: string; userDn: string; password: string; baseDn: string; filter: string }
const { url, caFile, userDn, password, baseDn, filter, attributes, look } = task<
  Task & { attributes: string[]; look: boolean }
>()

const sum = delivered()
let people = 0
const seconds = await timed(async () => {
  const client = new Client({ url, tlsOptions: { ca: readFileSync(caFile) } })
  await client.bind(userDn, password)
  const pages = client.searchPaginated(baseDn, {
    scope: 'sub',
    filter,
    attributes,
    explicitBufferAttributes: ['objectGUID', 'parentGUID'],
    paged: { pageSize: 1_000 },
    timeLimit: 0,
  })
  for await (const { searchEntries } of pages) searchEntries.forEach(take)
  await client.unbind()
})
tell({ seconds, ...(look ? sum.sum() : { people }) })

function take({ dn, objectGUID, ...attributes }: Entry): void {
  if (attributes.objectCategory === undefined && !isPerson(attributes.objectClass)) return
  people++
  if (!look) return
  const texts = Object.entries(attributes).map(([name, value]) => [name, [value].flat().map(String)])
  sum.add({ guid: Buffer.from([objectGUID].flat()[0] ?? ''), dn, attributes: Object.fromEntries(texts) })
}

function isPerson(classes: Entry[string] | undefined): boolean {
  return [classes ?? []].flat().includes('user')
}
