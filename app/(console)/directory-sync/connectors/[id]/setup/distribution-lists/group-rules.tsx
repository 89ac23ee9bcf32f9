'use client'

import { say } from '@/app/messages/say'
import { Card } from '@/app/ui/card'
import { RadioChoice } from '@/app/ui/radio-choice'
import { goneGroupPolicies } from '@/lib/settings/choices'
import type { GroupSettings } from '@/lib/settings/groups'

type Props = { groups: GroupSettings; onGroups: (groups: GroupSettings) => void; lists: boolean }

const members = ['keep', 'keep-in-step'] as const

/** What becomes of members added by hand, and of groups that the directory has no more. */
export function GroupRules({ groups, onGroups, lists }: Props) {
  const gone = (field: 'goneLists' | 'goneOrganizationalGroups') => (
    <RadioChoice
      label={say(`lists.${field}`)}
      description={say(`lists.${field}Help`)}
      value={groups[field]}
      onChange={value => onGroups({ ...groups, [field]: value })}
      options={goneGroupPolicies.map(value => ({
        value,
        label: say(`lists.gone.${value}`),
        help: say(`lists.goneHelp.${value}`),
      }))}
    />
  )
  return (
    <Card title={say('lists.rules')} id="group-rules">
      {lists ? (
        <>
          <RadioChoice
            label={say('lists.handMade')}
            value={groups.handMadeMembers}
            onChange={handMadeMembers => onGroups({ ...groups, handMadeMembers })}
            options={members.map(value => ({
              value,
              label: say(`lists.handMadeMode.${value}`),
              help: say(`lists.handMadeHelp.${value}`),
            }))}
          />
          {gone('goneLists')}
        </>
      ) : null}
      {gone('goneOrganizationalGroups')}
    </Card>
  )
}
