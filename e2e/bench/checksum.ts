import { createHash } from 'node:crypto'
import { requiredAttributes } from '@/lib/directory/person-attributes'

/** What a reader delivered: how many people, and a sum over all of them in which neither order matters nor who sums. */
export type Delivered = { people: number; checksum: string }

/** One person, whoever read them: values by attribute name in any spelling. */
export type DeliveredPerson = { guid: Buffer; dn: string; attributes: Record<string, readonly string[]> }

export function delivered(): { add(person: DeliveredPerson): void; sum(): Delivered } {
  let people = 0
  let sum = 0n
  return {
    add(person) {
      people++
      sum = (sum + BigInt(`0x${fingerprint(person)}`)) % 2n ** 128n
    },
    sum: () => ({ people, checksum: sum.toString(16).padStart(32, '0') }),
  }
}

const wanted = requiredAttributes.map(name => name.toLowerCase()).sort()

function fingerprint({ guid, dn, attributes }: DeliveredPerson): string {
  const byName = new Map(Object.entries(attributes).map(([name, values]) => [name.toLowerCase(), [...values].sort()]))
  const values = wanted.flatMap(name => (byName.get(name)?.length ? [[name, byName.get(name)]] : []))
  return createHash('sha256')
    .update(JSON.stringify([guid.toString('hex'), dn, values]))
    .digest('hex')
    .slice(0, 32)
}
