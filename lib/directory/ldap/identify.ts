import { parseDistinguishedName } from '../distinguished-name'
import type { IdentifiedName } from '../source'
import { anchorOf } from './entry-values'
import { peopleFilter } from './filters'
import { namingContextOf, type RootDse } from './root-dse'
import { readBase } from './search'
import type { Session } from './session'

/**
 * Which person stands under each DN, wherever in this server's naming contexts. Whatever stands elsewhere is not asked for:
 * another server would be named as the place to ask. @throws ReadFailure
 */
export async function identifyPeople(
  session: Session,
  rootDse: RootDse,
  dns: readonly string[],
): Promise<IdentifiedName[]> {
  const found: IdentifiedName[] = []
  for (const dn of dns) {
    const answer = isHere(rootDse, dn)
      ? await readBase(session, dn, { filter: peopleFilter, attributes: ['objectGUID', 'objectClass'] })
      : null
    found.push({ dn, anchor: answer?.kind === 'found' ? anchorOf(answer.entry) : null })
  }
  return found
}

function isHere(rootDse: RootDse, dn: string): boolean {
  try {
    return (parseDistinguishedName(dn)?.length ?? 0) > 0 && namingContextOf(rootDse, dn) !== ''
  } catch {
    return false
  }
}
