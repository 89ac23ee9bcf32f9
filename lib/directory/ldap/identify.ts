import { parseDistinguishedName } from '../distinguished-name'
import type { IdentifiedName, NamedObject } from '../source'
import { describeWithin } from './describe-objects'
import { namingContextOf, type RootDse } from './root-dse'
import type { Session } from './session'

/**
 * Which person stands under each DN, wherever in this server's naming contexts, many of them with one question. Whatever
 * stands elsewhere is not asked for: another server would be named as the place to ask. @throws ReadFailure
 */
export async function identifyPeople(
  session: Session,
  rootDse: RootDse,
  dns: readonly string[],
): Promise<IdentifiedName[]> {
  const found = new Map<string, NamedObject | null>()
  for (const [context, names] of Map.groupBy(dns, dn => contextOf(rootDse, dn))) {
    if (context === '') continue
    const objects = await describeWithin(session, rootDse, context, names)
    for (const [at, name] of names.entries()) found.set(name, objects[at] ?? null)
  }
  return dns.map(dn => {
    const object = found.get(dn)
    return { dn, anchor: object?.kind === 'person' ? object.anchor : null }
  })
}

/** Empty for what stands in none of them, or is no name. */
function contextOf(rootDse: RootDse, dn: string): string {
  try {
    return (parseDistinguishedName(dn)?.length ?? 0) > 0 ? namingContextOf(rootDse, dn) : ''
  } catch {
    return ''
  }
}
