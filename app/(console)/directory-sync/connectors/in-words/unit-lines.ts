import { say } from '@/app/messages/say'
import { unitPath } from '@/app/ui/unit-words'
import type { OrganizationalUnitSettings } from '@/lib/settings/organizational-units'
import type { SettingLine } from './changed-lines'

/** Which units are chosen, and what becomes of those that appear later. */
export function unitLines(units: OrganizationalUnitSettings): SettingLine[] {
  const mode = { key: 'units', label: say('setup.organizational-units'), value: say(`units.mode.${units.mode}`) }
  const usual = units.mode === 'none' ? undefined : units.newUnits
  const news = { key: 'units.new', label: say('settingLine.newUnits'), value: say(`newUnits.${usual ?? 'include'}`) }
  if (units.mode !== 'chosen') return units.mode === 'none' ? [mode] : [mode, news]
  const rules = units.rules.map(({ anchor, dn, effect, newUnits }) => ({
    key: `units.${anchor}`,
    label: say('settingLine.unit', { name: unitPath(dn) }),
    value: newUnits
      ? say('settingLine.unitWithNew', { effect: say(`settingLine.${effect}`), news: say(`newUnits.${newUnits}`) })
      : say(`settingLine.${effect}`),
  }))
  return [mode, news, ...rules]
}
