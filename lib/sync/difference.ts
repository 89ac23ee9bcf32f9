import type { Anchor } from '@/lib/directory/anchor'
import { type AccountField, accountFields, type ChangeValues } from './change'
import type { AccountFacts } from './facts'
import type { MappedPerson } from './map-person'

export type Difference = { before: ChangeValues; after: ChangeValues }

/** The values the directory asks for; fields it says nothing about are absent. */
export function wanted(person: MappedPerson, manager: Anchor | null): Partial<Record<AccountField, string>> {
  return manager === null ? person.attributes : { ...person.attributes, manager }
}

/** Only the fields that differ; null = none. Addresses are compared by their canonical form. */
export function difference(
  account: Pick<AccountFacts, 'attributes' | 'emailKey'>,
  values: Partial<Record<AccountField, string>>,
): Difference | null {
  const before: ChangeValues = {}
  const after: ChangeValues = {}
  for (const field of accountFields) {
    const value = values[field]
    const present = field === 'email' ? account.emailKey : account.attributes[field]
    if (value === undefined || value === present) continue
    before[field] = account.attributes[field]
    after[field] = value
  }
  return Object.keys(after).length === 0 ? null : { before, after }
}
