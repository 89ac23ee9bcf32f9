import { requiredAttributes } from '@/lib/directory/person-attributes'
import type { ConnectorSettings } from '@/lib/settings/connector'
import { compileMapping } from '@/lib/sync/compile-mapping'
import { excludingAttributes } from '@/lib/sync/exclude-person'

/** What every person is asked for whatever the mapping says: names for joining and finding, and the state of the account. */
const always = ['userPrincipalName', 'sAMAccountName', 'userAccountControl', 'accountExpires', 'isCriticalSystemObject']

/** Every attribute of a person that deciding under these settings needs and no other, each once, without regard to case. */
export function wantedAttributes({ exclusions, mapping }: Pick<ConnectorSettings, 'exclusions' | 'mapping'>): string[] {
  const wanted = new Map<string, string>()
  for (const name of [...always, ...compileMapping(mapping).attributes, ...excludingAttributes(exclusions)])
    if (!wanted.has(name.toLowerCase())) wanted.set(name.toLowerCase(), name)
  // Always in one order, so that settings that need the same ask the same.
  const usual = requiredAttributes.filter(name => wanted.delete(name.toLowerCase()))
  return [...usual, ...[...wanted.values()].sort()]
}
