import { type AttributeDefinition, attributeDefinitions, type Syntax } from '../schema'
import type { Draft, Place } from './draft'

/** attributeSyntax and oMSyntax (MS-ADTS 3.1.1.2.2.2). */
const syntaxes: Record<Syntax | 'large' | 'name', readonly [attributeSyntax: string, oMSyntax: string]> = {
  text: ['2.5.5.12', '64'],
  name: ['2.5.5.2', '6'],
  integer: ['2.5.5.9', '2'],
  large: ['2.5.5.16', '65'],
  boolean: ['2.5.5.8', '1'],
  time: ['2.5.5.11', '24'],
  octets: ['2.5.5.10', '4'],
  sid: ['2.5.5.17', '4'],
  dn: ['2.5.5.1', '127'],
}

/** Integers of 64 bits (MS-ADA). */
const large = new Set(
  `uSNChanged uSNCreated accountExpires pwdLastSet lastLogon lastLogonTimestamp lockoutTime badPasswordTime
  maxPwdAge`.split(/\s+/),
)

/** Whatever the sample knows of attributes, as objects of its schema, so that clients can look them up. */
export function addAttributes(draft: Draft, schema: Place): void {
  let number = 0
  for (const definition of attributeDefinitions) {
    const [attributeSyntax, oMSyntax] = syntaxes[kindOf(definition)]
    draft.add(schema, {
      objectClass: 'attributeSchema',
      name: definition.name,
      attributes: {
        lDAPDisplayName: [definition.name],
        // Below the number that is kept for examples (RFC 5612): nobody's attribute.
        attributeID: [`1.3.6.1.4.1.32473.1.${++number}`],
        attributeSyntax: [attributeSyntax],
        oMSyntax: [oMSyntax],
        systemFlags: [definition.constructed ? '20' : '16'],
      },
    })
  }
}

function kindOf({ name, syntax }: AttributeDefinition): keyof typeof syntaxes {
  if (name === 'objectClass') return 'name'
  return large.has(name) ? 'large' : syntax
}
