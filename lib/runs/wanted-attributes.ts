import { requiredAttributes } from '@/lib/directory/person-attributes'
import type { ConnectorSettings } from '@/lib/settings/connector'
import { excludingAttributes } from '@/lib/sync/exclude-person'

/** Every attribute of a person that deciding under these settings needs, each once, without regard to case. */
export function wantedAttributes({ exclusions }: Pick<ConnectorSettings, 'exclusions'>): string[] {
  const wanted = new Map<string, string>()
  for (const name of [...requiredAttributes, ...excludingAttributes(exclusions)])
    if (!wanted.has(name.toLowerCase())) wanted.set(name.toLowerCase(), name)
  return [...wanted.values()]
}
