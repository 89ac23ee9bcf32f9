'use client'

import { Stack, Text } from '@mantine/core'
import { useFieldArray, useFormContext } from 'react-hook-form'
import { say } from '@/app/messages/say'
import { Button } from '@/app/ui/button'
import { findGroups } from './actions'
import { AddBySearch } from './add-by-search'
import styles from './exclusions.module.css'
import type { ProtectedForm } from './protected-form'

/** Lists and organizational groups that are protected one by one. */
export function ProtectedGroups() {
  const { control } = useFormContext<ProtectedForm>()
  const { fields, append, remove } = useFieldArray({ control, name: 'groups' })
  return (
    <Stack gap="sm">
      <AddBySearch
        label={say('exclusions.findGroup')}
        help={say('exclusions.findGroupHelp')}
        search={findGroups}
        chosen={fields.map(({ groupId }) => groupId)}
        onAdd={({ id, name }) => append({ groupId: id, name }, { shouldFocus: false })}
      />
      {fields.length === 0 ? <Text c="dimmed">{say('exclusions.noGroups')}</Text> : null}
      {fields.length > 0 ? (
        <ul className={styles.entries} aria-label={say('exclusions.protectedGroups')}>
          {fields.map(({ id, name }, index) => (
            <li key={id}>
              <bdi>{name}</bdi>
              <Button variant="subtle" color="quiet" size="xs" onClick={() => remove(index)}>
                {say('rules.remove')}
                <span className="visually-hidden"> {name}</span>
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
    </Stack>
  )
}
