'use client'

import { Group } from '@mantine/core'
import { Controller, useFieldArray, useFormContext } from 'react-hook-form'
import { fieldId, problemAt } from '@/app/forms/problem'
import { say } from '@/app/messages/say'
import { Button } from '@/app/ui/button'
import { TextInput } from '@/app/ui/text-input'
import type { AttributesForm } from './attributes-form'
import { FieldEditor } from './field-editor-alone'
import { FieldItem } from './field-item'
import { FieldsSection } from './fields-section'
import { sourceInWords } from './form'
import styles from './mapping.module.css'
import type { FieldsProps } from './own-fields'

const empty = {
  ...{ key: '', label: '', type: 'text' as const, modifiers: [], policy: 'never-clear' as const },
  source: { kind: 'attributes' as const, names: [] },
  ifEmpty: { kind: 'leave' as const },
}

/** Fields that the company adds to its accounts. */
export function CustomFields({ opened, onOpened, problems, tried, full }: FieldsProps) {
  const { control, register, watch } = useFormContext<AttributesForm>()
  const { fields, append, remove } = useFieldArray({ control, name: 'mapping.custom' })
  const path = (index: number) => `mapping.custom.${index}` as const
  const add = () => {
    onOpened([...opened, path(fields.length)])
    append(empty, { focusName: `mapping.custom.${fields.length}.label` })
  }
  const input = (at: string) => ({ id: fieldId(at), error: problemAt(problems, at) })
  return (
    <FieldsSection
      id="custom-fields"
      title={say('mapping.custom')}
      help={say('mapping.customHelp')}
      opened={opened}
      onOpened={onOpened}
      items={fields.map(({ id }, index) => {
        const { key, label } = watch(`mapping.custom.${index}`)
        const name = label || say('mapping.unnamed')
        return (
          <Controller
            key={id}
            control={control}
            name={`mapping.custom.${index}`}
            render={({ field: { value, onChange } }) => (
              <FieldItem
                path={path(index)}
                title={name}
                tag={null}
                from={sourceInWords(value)}
                line={tried.line(`custom.${key}`)}
                full={full(`custom.${key}`)}
              >
                <div className={styles.row}>
                  <TextInput
                    {...register(`mapping.custom.${index}.label`)}
                    {...input(`${path(index)}.label`)}
                    label={say('mapping.label')}
                    description={say('mapping.labelHelp')}
                  />
                  <TextInput
                    {...register(`mapping.custom.${index}.key`)}
                    {...input(`${path(index)}.key`)}
                    label={say('mapping.key')}
                    description={say('mapping.keyHelp')}
                    spellCheck={false}
                  />
                </div>
                <FieldEditor
                  path={path(index)}
                  name={name}
                  value={value}
                  onChange={next => onChange({ ...value, ...next })}
                  problems={problems}
                  fault={tried.fault(`${path(index)}.`)}
                />
                <Group>
                  <Button variant="default" size="xs" onClick={() => remove(index)}>
                    {say('mapping.removeField', { name })}
                  </Button>
                </Group>
              </FieldItem>
            )}
          />
        )
      })}
    >
      <Button variant="default" style={{ marginBlockStart: 12 }} onClick={add}>
        {say('mapping.addField')}
      </Button>
    </FieldsSection>
  )
}
