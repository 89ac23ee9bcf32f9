'use client'

import { Group, Stack, Text } from '@mantine/core'
import { Controller, useFieldArray, useFormContext } from 'react-hook-form'
import { fieldId, type Problem, problemAt } from '@/app/forms/problem'
import { say } from '@/app/messages/say'
import { Button } from '@/app/ui/button'
import { NativeSelect } from '@/app/ui/native-select'
import type { Added } from '../rules/added'
import { ReasonField } from '../rules/reason-field'
import { findAccounts } from './actions'
import { AddBySearch } from './add-by-search'
import styles from './exclusions.module.css'
import type { ProtectedForm } from './protected-form'

type Props = {
  effects: readonly { value: string; label: string }[]
  problems: readonly Problem[]
  added: Readonly<Record<string, Added>>
}

/** Where the reason of a user stands in the settings. */
const reasonAt = (index: number) => `exclusions.protected.accounts.${index}.reason`

/** Users who are protected one by one. */
export function ProtectedAccounts({ effects, problems, added }: Props) {
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
          {fields.map(({ id, accountId, name }, index) => (
            <li key={id}>
              <bdi>{name}</bdi>
              <div className={styles.reason}>
                <Controller
                  control={control}
                  name={`accounts.${index}.reason`}
                  render={({ field: { value, onChange } }) => (
                    <ReasonField
                      id={fieldId(reasonAt(index))}
                      error={problemAt(problems, reasonAt(index))}
                      of={name}
                      added={added[accountId.toLowerCase()]}
                      {...{ value, onChange }}
                    />
                  )}
                />
              </div>
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
