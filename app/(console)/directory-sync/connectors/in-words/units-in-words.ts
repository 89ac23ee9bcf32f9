import { say } from '@/app/messages/say'
import type { OrganizationalUnitSettings } from '@/lib/settings/organizational-units'

/** Which people are chosen, in one phrase. */
export function unitsInWords(settings: OrganizationalUnitSettings | null): string {
  if (settings === null) return say('connector.notYet')
  if (settings.mode !== 'chosen') return say(`units.words.${settings.mode}`)
  const included = settings.rules.filter(rule => rule.effect === 'include').length
  return say('units.words.chosen', { included, excluded: settings.rules.length - included })
}
