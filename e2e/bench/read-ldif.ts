import { createInterface } from 'node:readline'
import type { DeliveredPerson } from './checksum'

/** Reads LDIF (RFC 2849) without folded lines, and gives its people. */
export async function readLdif(input: NodeJS.ReadableStream, take: (person: DeliveredPerson) => void): Promise<void> {
  let values = new Map<string, Buffer[]>()
  const finish = () => {
    const person = personOf(values)
    if (person) take(person)
    values = new Map()
  }
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    const match = /^([^:]+):(:?) ?(.*)$/.exec(line)
    if (line === '') finish()
    if (!match || line.startsWith('#')) continue
    const [, name = '', encoded, text = ''] = match
    const value = Buffer.from(text, encoded ? 'base64' : 'utf8')
    values.set(name, [...(values.get(name) ?? []), value])
  }
  finish()
}

function personOf(values: Map<string, Buffer[]>): DeliveredPerson | null {
  const guid = values.get('objectGUID')?.[0]
  const classes = values.get('objectClass')?.map(String) ?? []
  if (!guid || !classes.includes('user')) return null
  const texts = [...values].map(([name, list]) => [name, list.map(String)] as const)
  return { guid, dn: String(values.get('dn')?.[0]), attributes: Object.fromEntries(texts) }
}
