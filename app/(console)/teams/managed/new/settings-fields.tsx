'use client'

import { SimpleGrid, Stack } from '@mantine/core'
import { say } from '@/app/messages/say'
import { Checkbox } from '@/app/ui/checkbox'
import { NativeSelect } from '@/app/ui/native-select'
import { RadioChoice } from '@/app/ui/radio-choice'
import { type TeamSettings, teamCircles, teamColors, teamVisibilities } from '@/lib/settings/teams'

type Props = { settings: TeamSettings; onSettings: (settings: TeamSettings) => void }

/** Who finds the team, who may come in, and who may do what in it. */
export function SettingsFields({ settings, onSettings }: Props) {
  const change = (changed: Partial<TeamSettings>) => onSettings({ ...settings, ...changed })
  return (
    <Stack>
      <RadioChoice
        label={say('teamSettings.visibility')}
        value={settings.visibility}
        onChange={visibility => change({ visibility })}
        options={teamVisibilities.map(value => ({
          ...{ value, label: say(`teamSettings.visibilities.${value}`) },
          help: say(`teamSettings.visibilityHelp.${value}`),
        }))}
      />
      <Checkbox
        label={say('teamSettings.joinRequests')}
        checked={settings.joinRequests}
        onChange={event => change({ joinRequests: event.currentTarget.checked })}
      />
      <Checkbox
        label={say('teamSettings.externals')}
        description={say('teamSettings.externalsHelp')}
        checked={settings.externals}
        onChange={event => change({ externals: event.currentTarget.checked })}
      />
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        <Choice
          label={say('teamSettings.whoInvites')}
          value={settings.whoInvites}
          choices={teamCircles.map(value => ({ value, label: say(`teamSettings.circles.${value}`) }))}
          onChoose={whoInvites => change({ whoInvites })}
        />
        <Choice
          label={say('teamSettings.whoCreatesRooms')}
          value={settings.whoCreatesRooms}
          choices={teamCircles.map(value => ({ value, label: say(`teamSettings.circles.${value}`) }))}
          onChoose={whoCreatesRooms => change({ whoCreatesRooms })}
        />
        <Choice
          label={say('teamSettings.color')}
          value={settings.color}
          choices={teamColors.map(value => ({ value, label: say(`teamSettings.colors.${value}`) }))}
          onChoose={color => change({ color })}
        />
      </SimpleGrid>
    </Stack>
  )
}

type ChoiceProps<T extends string> = {
  label: string
  value: T
  choices: readonly { value: T; label: string }[]
  onChoose: (value: T) => void
}

const Choice = <T extends string>({ label, value, choices, onChoose }: ChoiceProps<T>) => (
  <NativeSelect
    label={label}
    value={value}
    data={[...choices]}
    onChange={event => {
      const chosen = choices.find(choice => choice.value === event.currentTarget.value)
      if (chosen) onChoose(chosen.value)
    }}
  />
)
