import { choice, say } from '@/app/messages/say'
import { ownName } from '@/app/ui/unit-words'
import type { ConnectorSettings } from '@/lib/settings/connector'
import type { DistributionListSettings } from '@/lib/settings/distribution-lists'
import type { GroupSettings } from '@/lib/settings/groups'
import type { InclusionSettings } from '@/lib/settings/inclusion'
import type { SettingLine } from './changed-lines'
import { unitLines } from './unit-lines'

/** Who and what of the directory takes part. */
export const scopeLines = (settings: ConnectorSettings): SettingLine[] => [
  ...unitLines(settings.organizationalUnits),
  ...listLines(settings.distributionLists),
  ...groupLines(settings.groups),
  { key: 'inclusion', label: say('setup.inclusion-rules'), value: inclusionInWords(settings.inclusion) },
]

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
