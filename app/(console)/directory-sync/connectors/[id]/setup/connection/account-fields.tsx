'use client'

import { Group, Stack, Text } from '@mantine/core'
import { CircleCheck } from 'lucide-react'
import { useFormContext } from 'react-hook-form'
import { fieldId, type Problem, problemAt } from '@/app/forms/problem'
import { say } from '@/app/messages/say'
import { Button } from '@/app/ui/button'
import { PasswordField } from '@/app/ui/password-field'
import { TextInput } from '@/app/ui/text-input'
import type { ConnectionForm } from '../../../connection-form'

type Props = {
  problems: readonly Problem[]
  /** A password is stored for this connector. */
  saved: boolean
  /** The base the last test found by itself. */
  foundBase: string | null
}

/** Where to search and as whom. A stored password is never shown again, only replaced. */
export function AccountFields({ problems, saved, foundBase }: Props) {
  const { register, watch, setValue } = useFormContext<ConnectionForm>()
  const password = watch('password')
  const refusal = problemAt(problems, 'password')
  return (
    <Stack>
      <TextInput
        {...register('connection.baseDn', { setValueAs: value => (value?.trim() ? value : null) })}
        id={fieldId('connection.baseDn')}
        label={say('connection.base')}
        description={say('connection.baseHelp')}
        placeholder={foundBase ?? say('connector.automatic')}
        autoCapitalize="none"
        spellCheck={false}
        error={problemAt(problems, 'connection.baseDn')}
      />
      <TextInput
        {...register('connection.userId')}
        id={fieldId('connection.userId')}
        label={say('connection.userId')}
        description={say('connection.userIdHelp')}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        error={problemAt(problems, 'connection.userId')}
      />
      {password === null && saved && !refusal ? (
        <Stack gap={4}>
          <Text fw={600}>{say('connection.password')}</Text>
          <Group gap="xs">
            <CircleCheck size={16} strokeWidth={1.75} aria-hidden color="var(--ok)" />
            <Text>{say('connection.passwordSaved')}</Text>
            <Button
              variant="subtle"
              size="compact-md"
              id={fieldId('password')}
              onClick={() => setValue('password', '')}
            >
              {say('connection.replace')}
              <span className="visually-hidden"> {say('connection.password')}</span>
            </Button>
          </Group>
        </Stack>
      ) : (
        <PasswordField
          {...register('password')}
          value={password ?? ''}
          id={fieldId('password')}
          label={say('connection.password')}
          description={say('connection.passwordHelp')}
          autoComplete="new-password"
          error={refusal}
        />
      )}
    </Stack>
  )
}
