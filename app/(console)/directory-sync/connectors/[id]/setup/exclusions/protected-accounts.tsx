'use client'

import { Group, Stack, Text } from '@mantine/core'
import { useFieldArray, useFormContext } from 'react-hook-form'
import { say } from '@/app/messages/say'
import { Button } from '@/app/ui/button'
import { NativeSelect } from '@/app/ui/native-select'
import { findAccounts } from './actions'
import { AddBySearch } from './add-by-search'
import styles from './exclusions.module.css'
import type { ProtectedForm } from './protected-form'

/** Users who are protected one by one. */
export function ProtectedAccounts({ effects }: { effects: readonly { value: string; label: string }[] }) {
  const { control, register } = useFormContext<ProtectedForm>()
  const { fields, append, remove } = useFieldArray({ control, name: 'accounts' })
  return (
    <Stack gap="sm">
      <AddBySearch
        label={say('exclusions.findAccount')}
        help={say('exclusions.findAccountHelp')}
        search={findAccounts}
        chosen={fields.map(({ accountId }) => accountId)}
        onAdd={({ id, name }) => append({ accountId: id, name, effect: 'leave-as-is' }, { shouldFocus: false })}
      />
      {fields.length === 0 ? <Text c="dimmed">{say('exclusions.noAccounts')}</Text> : null}
      {fields.length > 0 ? (
        <ul className={styles.entries} aria-label={say('exclusions.protectedAccounts')}>
          {fields.map(({ id, name }, index) => (
            <li key={id}>
              <bdi>{name}</bdi>
              <Group gap="xs">
                <NativeSelect
                  {...register(`accounts.${index}.effect`)}
                  aria-label={say('exclusions.effectOf', { name })}
                  data={[...effects]}
                />
                <Button variant="subtle" color="quiet" size="xs" onClick={() => remove(index)}>
                  {say('rules.remove')}
                  <span className="visually-hidden"> {name}</span>
                </Button>
              </Group>
            </li>
          ))}
        </ul>
      ) : null}
    </Stack>
  )
}
