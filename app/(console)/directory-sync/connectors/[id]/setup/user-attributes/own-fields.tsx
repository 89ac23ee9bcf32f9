'use client'

import { Text } from '@mantine/core'
import { Controller, useFormContext } from 'react-hook-form'
import { fieldId, type Problem, problemAt } from '@/app/forms/problem'
import { say } from '@/app/messages/say'
import { NativeSelect } from '@/app/ui/native-select'
import { fieldPolicies } from '@/lib/settings/choices'
import type { AttributesForm } from './attributes-form'
import { FieldEditor } from './field-editor-alone'
import { FieldItem } from './field-item'
import { FieldsSection } from './fields-section'
import { fieldName, isRequired, ownFields, sourceInWords } from './form'
import type { Tried } from './use-tried'

export type FieldsProps = {
  /** The paths of the fields that are open. */
  opened: string[]
  onOpened: (opened: string[]) => void
  problems: readonly Problem[]
  tried: Tried
  /** How many people have a value for a field; see `FieldItem`. */
  full: (name: string) => string | null
}

/** The fields that every account has. */
export function OwnFields({ opened, onOpened, problems, tried, full }: FieldsProps) {
  const { control } = useFormContext<AttributesForm>()
  return (
    <FieldsSection
      id="own-fields"
      title={say('mapping.fields')}
      help={say('mapping.fieldsHelp')}
      opened={opened}
      onOpened={onOpened}
      items={
        <>
          {ownFields.map(name => (
            <Controller
              key={name}
              control={control}
              name={`mapping.fields.${name}`}
              render={({ field: { value, onChange } }) => (
                <FieldItem
                  path={`mapping.fields.${name}`}
                  title={fieldName(name)}
                  tag={name === 'email' ? say('mapping.primary') : null}
                  from={value.policy === 'not-managed' ? say('mapping.policy.not-managed') : sourceInWords(value)}
                  line={tried.line(name)}
                  full={full(name)}
                >
                  <FieldEditor
                    path={`mapping.fields.${name}`}
                    name={fieldName(name)}
                    value={value}
                    onChange={onChange}
                    required={isRequired(name)}
                    address={name === 'email'}
                    problems={problems}
                    fault={tried.fault(`mapping.fields.${name}.`)}
                  />
                </FieldItem>
              )}
            />
          ))}
          <ManagerField tried={tried} problems={problems} full={full} />
        </>
      }
    ></FieldsSection>
  )
}

/** Managers are found by identity; only how the field follows can be chosen. */
function ManagerField({ tried, problems, full }: Pick<FieldsProps, 'tried' | 'problems' | 'full'>) {
  const { register, watch } = useFormContext<AttributesForm>()
  const path = 'mapping.fields.manager'
  const policy = watch('mapping.fields.manager.policy')
  return (
    <FieldItem
      path={path}
      title={fieldName('manager')}
      tag={null}
      from={policy === 'not-managed' ? say('mapping.policy.not-managed') : 'manager'}
      line={tried.line('manager')}
      full={full('manager')}
    >
      <Text size="sm">{say('mapping.managerHelp')}</Text>
      <NativeSelect
        {...register('mapping.fields.manager.ifEmpty.kind')}
        id={fieldId(`${path}.ifEmpty`)}
        label={say('mapping.ifEmpty')}
        error={problemAt(problems, `${path}.ifEmpty`)}
        data={(['leave', 'clear'] as const).map(value => ({ value, label: say(`mapping.empty.${value}`) }))}
      />
      <NativeSelect
        {...register('mapping.fields.manager.policy')}
        label={say('mapping.policyLabel')}
        data={fieldPolicies.map(value => ({ value, label: say(`mapping.policy.${value}`) }))}
      />
    </FieldItem>
  )
}
