import { choice, say } from '@/app/messages/say'
import { ownName, unitPath } from '@/app/ui/unit-words'
import type { ConnectorSettings } from '@/lib/settings/connector'
import type { DistributionListSettings } from '@/lib/settings/distribution-lists'
import type { GroupSettings } from '@/lib/settings/groups'
import type { InclusionSettings } from '@/lib/settings/inclusion'
import type { OrganizationalUnitSettings } from '@/lib/settings/organizational-units'
import type { SettingLine } from './setting-lines'

/** Who and what of the directory takes part. */
export const scopeLines = (settings: ConnectorSettings): SettingLine[] => [
  ...unitLines(settings.organizationalUnits),
  ...listLines(settings.distributionLists),
  ...groupLines(settings.groups),
  { key: 'inclusion', label: say('setup.inclusion-rules'), value: inclusionInWords(settings.inclusion) },
]

function unitLines(units: OrganizationalUnitSettings): SettingLine[] {
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

/** Which lists are followed, in one phrase. */
export function listsInWords(settings: DistributionListSettings): string {
  if (settings.mode !== 'chosen') return say(`lists.words.${settings.mode}`)
  return say('lists.words.chosen', { count: settings.lists.length, people: choice(settings.people) })
}

function listLines(settings: DistributionListSettings): SettingLine[] {
  const mode = { key: 'lists', label: say('setup.distribution-lists'), value: say(`lists.mode.${settings.mode}`) }
  if (settings.mode !== 'chosen') return [mode]
  const people = { key: 'lists.people', label: say('lists.people'), value: say(`lists.peopleMode.${settings.people}`) }
  const lists = settings.lists.map(({ anchor, dn }) => ({
    key: `lists.${anchor}`,
    label: say('settingLine.list', { name: ownName(dn) }),
    value: say('settingLine.followed'),
  }))
  return [mode, people, ...lists]
}

const groupLines = (groups: GroupSettings): SettingLine[] => [
  {
    key: 'groups.handMadeMembers',
    label: say('lists.handMade'),
    value: say(`lists.handMadeMode.${groups.handMadeMembers}`),
  },
  { key: 'groups.goneLists', label: say('lists.goneLists'), value: say(`lists.gone.${groups.goneLists}`) },
  {
    key: 'groups.goneOrganizationalGroups',
    label: say('lists.goneOrganizationalGroups'),
    value: say(`lists.gone.${groups.goneOrganizationalGroups}`),
  },
]

export const inclusionInWords = (inclusion: InclusionSettings): string =>
  inclusion === null ? say('inclusion.mode.everybody') : inclusion.filter
