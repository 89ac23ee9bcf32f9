'use client'

import { Group, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { ErrorSummary } from '@/app/forms/error-summary'
import { fieldId, type Problem, problemAt } from '@/app/forms/problem'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { Button } from '@/app/ui/button'
import { Dialog } from '@/app/ui/dialog'
import { addManagedTeam } from '../actions'

type Values = { name: string; description: string }

/** Adds a team; whoever adds it owns it. */
export function AddTeam({ owner }: { owner: string }) {
  const router = useRouter()
  const [opened, setOpened] = useState(false)
  const [problems, setProblems] = useState<Problem[]>([])
  const { register, handleSubmit, formState } = useForm<Values>({ defaultValues: { name: '', description: '' } })
  const add = handleSubmit(async values => {
    const answer = await addManagedTeam(values)
    if (answer.ok) return router.push(`/teams/${answer.value.teamId}`)
    setProblems(answer.problems)
  })
  const field = (path: keyof Values) => ({
    ...register(path),
    id: fieldId(path),
    error: problemAt(problems, path),
  })
  return (
    <>
      <Button onClick={() => setOpened(true)}>{say('addTeam.open')}</Button>
      <Dialog title={say('addTeam.title')} opened={opened} onClose={() => setOpened(false)}>
        <form onSubmit={add} noValidate>
          <Stack>
            <ErrorSummary problems={problems} />
            <TextInput {...field('name')} label={say('teams.name')} maxLength={100} data-autofocus />
            <Textarea {...field('description')} label={say('teams.description')} autosize minRows={2} maxLength={500} />
            <Text>{say('addTeam.owner', { owner })}</Text>
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={() => setOpened(false)}>
                {say('dialog.cancel')}
              </Button>
              <BusyButton type="submit" busy={formState.isSubmitting}>
                {say('addTeam.submit')}
              </BusyButton>
            </Group>
          </Stack>
        </form>
      </Dialog>
    </>
  )
}
