'use client'

import { Group, Stack, Text } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { answered } from '@/app/forms/answered'
import { ErrorSummary } from '@/app/forms/error-summary'
import { fieldId, type Problem, problemAt } from '@/app/forms/problem'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { Card } from '@/app/ui/card'
import { LinkButton } from '@/app/ui/links'
import { TextInput } from '@/app/ui/text-input'
import { Textarea } from '@/app/ui/textarea'
import { type TeamSettings, usualTeamSettings } from '@/lib/settings/teams'
import { addManagedTeam } from '../../actions'
import { type Colleague, MemberPicker } from './member-picker'
import { SettingsFields } from './settings-fields'

type Values = { name: string; description: string }

/** Whoever adds a team owns it. */
export function AddTeam({ owner }: { owner: string }) {
  const router = useRouter()
  const [problems, setProblems] = useState<Problem[]>([])
  const [settings, setSettings] = useState<TeamSettings>(usualTeamSettings)
  const [members, setMembers] = useState<readonly Colleague[]>([])
  const { register, handleSubmit, formState } = useForm<Values>({ defaultValues: { name: '', description: '' } })
  const add = handleSubmit(async values => {
    const answer = await answered(addManagedTeam({ ...values, settings, members: members.map(({ id }) => id) }))
    if (answer.ok) return router.push(`/teams/${answer.value.teamId}`)
    setProblems(answer.problems)
  })
  const field = (path: keyof Values) => ({ ...register(path), id: fieldId(path), error: problemAt(problems, path) })
  return (
    <form onSubmit={add} noValidate>
      <Stack gap="lg">
        <ErrorSummary problems={problems} />
        <Card title={say('addTeam.profile')} id="profile">
          <TextInput {...field('name')} label={say('teams.name')} maxLength={100} />
          <Textarea {...field('description')} label={say('teams.description')} autosize minRows={2} maxLength={500} />
          <Text>{say('addTeam.owner', { owner })}</Text>
          <SettingsFields settings={settings} onSettings={setSettings} />
        </Card>
        <Card title={say('addTeam.members')} id="members">
          <MemberPicker members={members} onMembers={setMembers} problem={problemAt(problems, 'members')} />
        </Card>
        <Group>
          <BusyButton type="submit" busy={formState.isSubmitting}>
            {say('addTeam.submit')}
          </BusyButton>
          <LinkButton variant="default" href="/teams/managed">
            {say('dialog.cancel')}
          </LinkButton>
        </Group>
      </Stack>
    </form>
  )
}
