import { EqualityFilter, OrFilter } from 'ldapts'
import type { AttributeSyntax } from '@/lib/settings/inclusion'
import type { AttributeDefinition } from '../source'
import { textOf } from './entry-values'
import { fail } from './faults'
import { anyObject } from './filters'
import type { Entry } from './message'
import { readBase, readPages } from './search'
import type { Session } from './session'

/** attributeSyntax of the schema (MS-ADTS 3.1.1.2.2.2). */
const syntaxes: Readonly<Record<string, AttributeSyntax>> = {
  '2.5.5.1': 'dn',
  '2.5.5.2': 'name',
  '2.5.5.3': 'exact-text',
  '2.5.5.4': 'text',
  '2.5.5.5': 'exact-text',
  '2.5.5.6': 'exact-text',
  '2.5.5.8': 'boolean',
  '2.5.5.9': 'integer',
  '2.5.5.10': 'octets',
  '2.5.5.11': 'time',
  '2.5.5.12': 'text',
  '2.5.5.16': 'large-integer',
  '2.5.5.17': 'sid',
}

/** FLAG_ATTR_IS_CONSTRUCTED of systemFlags (MS-ADTS 2.2.10). */
const constructedFlag = 0x4

/** Looks attributes up in the schema, each by its name or its object identifier. @throws ReadFailure */
export async function describeAttributes(
  session: Session,
  names: readonly string[],
): Promise<(AttributeDefinition | null)[]> {
  if (names.length === 0) return []
  const found = new Map<string, AttributeDefinition>()
  const listing = {
    base: await schemaBase(session),
    scope: 'one' as const,
    filter: new OrFilter({ filters: names.map(asked) }),
    attributes: ['lDAPDisplayName', 'attributeID', 'attributeSyntax', 'systemFlags'],
    onReference: () => {},
  }
  for await (const entries of readPages(session, listing))
    for (const entry of entries) {
      const definition = definitionOf(entry)
      found.set(definition.name.toLowerCase(), definition)
      found.set(textOf(entry, 'attributeID'), definition)
    }
  return names.map(name => found.get(name.toLowerCase()) ?? null)
}

const asked = (name: string) =>
  new EqualityFilter({ attribute: /^\d/.test(name) ? 'attributeID' : 'lDAPDisplayName', value: name })

async function schemaBase(session: Session): Promise<string> {
  const answer = await readBase(session, '', { filter: anyObject, attributes: ['schemaNamingContext'] })
  const base = answer.kind === 'found' ? textOf(answer.entry, 'schemaNamingContext') : ''
  if (base === '') throw fail('not-active-directory', { host: session.place.host })
  return base
}

function definitionOf(entry: Entry): AttributeDefinition {
  const flags = Number(textOf(entry, 'systemFlags') || 0)
  return {
    name: textOf(entry, 'lDAPDisplayName'),
    syntax: syntaxes[textOf(entry, 'attributeSyntax')] ?? 'other',
    constructed: (flags & constructedFlag) !== 0,
  }
}
