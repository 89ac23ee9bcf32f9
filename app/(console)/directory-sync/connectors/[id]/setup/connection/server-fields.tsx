'use client'

import { Fieldset, Group, Stack, Text } from '@mantine/core'
import { Plus, Trash2 } from 'lucide-react'
import { useFieldArray, useFormContext } from 'react-hook-form'
import { fieldId, type Problem, problemAt } from '@/app/forms/problem'
import { say } from '@/app/messages/say'
import { Button, IconButton } from '@/app/ui/button'
import { TextInput } from '@/app/ui/text-input'
import { defaultPorts } from '@/lib/settings/choices'
import type { ConnectionForm } from '../../../connection-form'
import styles from './connection.module.css'
import { SecurityField } from './security-field'

const most = 5

/** The connector's name and where the directory is: one to five servers, tried in order. */
export function ServerFields({ problems }: { problems: readonly Problem[] }) {
  const { control, register, getValues } = useFormContext<ConnectionForm>()
  const { fields, append, remove } = useFieldArray({ control, name: 'connection.hosts' })
  return (
    <Stack>
      <TextInput
        {...register('name')}
        id={fieldId('name')}
        label={say('connection.name')}
        description={say('connection.nameHelp')}
        error={problemAt(problems, 'name')}
      />
      <Fieldset
        legend={
          <Text span fw={600}>
            {say('connection.server')}
          </Text>
        }
        variant="unstyled"
      >
        <Stack gap="sm" mt={4}>
          <Text size="sm" c="dimmed">
            {say('connection.serverHelp')}
          </Text>
          {fields.map((field, index) => (
            <div key={field.id} className={styles.server}>
              <HostFields index={index} problems={problems} />
              {fields.length > 1 ? (
                <IconButton
                  style={{ marginBlockStart: 26 }}
                  aria-label={say('connection.removeServer', { number: index + 1 })}
                  onClick={() => remove(index)}
                >
                  <Trash2 size={16} strokeWidth={1.5} aria-hidden />
                </IconButton>
              ) : null}
            </div>
          ))}
          {fields.length < most ? (
            <Group>
              <Button
                variant="subtle"
                size="compact-md"
                leftSection={<Plus size={16} strokeWidth={1.5} aria-hidden />}
                onClick={() => append({ host: '', port: defaultPorts[getValues('connection.security')] })}
              >
                {say('connection.addServer')}
              </Button>
            </Group>
          ) : null}
        </Stack>
      </Fieldset>
      <SecurityField />
    </Stack>
  )
}

function HostFields({ index, problems }: { index: number; problems: readonly Problem[] }) {
  const { register } = useFormContext<ConnectionForm>()
  const host = `connection.hosts.${index}.host` as const
  const port = `connection.hosts.${index}.port` as const
  return (
    <>
      <TextInput
        {...register(host)}
        id={fieldId(host)}
        label={index === 0 ? say('connection.host') : say('connection.hostNumber', { number: index + 1 })}
        placeholder="ldap.example.com"
        autoCapitalize="none"
        spellCheck={false}
        error={problemAt(problems, host)}
      />
      <TextInput
        {...register(port, { setValueAs: toPort })}
        id={fieldId(port)}
        label={index === 0 ? say('connection.port') : say('connection.portNumber', { number: index + 1 })}
        inputMode="numeric"
        error={problemAt(problems, port)}
      />
    </>
  )
}

/** "636" → 636; what is not a number stays visible and is refused by the schema. */
function toPort(value: unknown): unknown {
  const text = String(value).trim()
  return /^\d+$/.test(text) ? Number(text) : text === '' ? Number.NaN : value
}
