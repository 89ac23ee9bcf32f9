import { requiredAttributes } from '@/lib/directory/person-attributes'
import type { ConnectorSettings } from '@/lib/settings/connector'
import { compileMapping } from '@/lib/sync/compile-mapping'
import { excludingAttributes } from '@/lib/sync/exclude-person'
import { includingAttributes } from '@/lib/sync/inclusion/compile-inclusion'

/** What every person is asked for whatever the mapping says: names for joining and finding, and the state of the account. */
const always = ['userPrincipalName', 'sAMAccountName', 'userAccountControl', 'accountExpires', 'isCriticalSystemObject']

/** Every attribute of a person that deciding under these settings needs and no other, each once, without regard to case. */
export function wantedAttributes({
  inclusion,
  exclusions,
  mapping,
}: Pick<ConnectorSettings, 'inclusion' | 'exclusions' | 'mapping'>): string[] {
  const wanted = new Map<string, string>()
  const ruled = [...includingAttributes(inclusion), ...excludingAttributes(exclusions)]
  for (const name of [...always, ...compileMapping(mapping).attributes, ...ruled])
    if (!wanted.has(name.toLowerCase())) wanted.set(name.toLowerCase(), name)
  // Always in one order, so that settings that need the same ask the same.
  const usual = requiredAttributes.filter(name => wanted.delete(name.toLowerCase()))
  return [...usual, ...[...wanted.values()].sort()]
}

/** Attributes whose values are asked for apart, of whoever changed. */
export const watchedAttributes = ({ mapping }: Pick<ConnectorSettings, 'mapping'>): readonly string[] =>
  compileMapping(mapping).photo?.names ?? []
