'use client'

import { use, useRef } from 'react'
import { fieldId, type Problem, problemAt } from '@/app/forms/problem'
import { say } from '@/app/messages/say'
import { NativeSelect } from '@/app/ui/native-select'
import { Notice } from '@/app/ui/notice'
import { TextInput } from '@/app/ui/text-input'
import { WordsInput } from '@/app/ui/words-input'
import { fieldPolicies } from '@/lib/settings/choices'
import type { FieldMapping, FieldPolicy, IfEmpty } from '@/lib/settings/mapping'
import { ExpressionField } from './expression-field'
import { KnownNames } from './form'
import styles from './mapping.module.css'
import { ModifiersField } from './modifiers-field'

type Props = {
  path: string
  name: string
  value: FieldMapping
  onChange: (value: FieldMapping) => void
  /** Nobody is added without this field. */
  required?: boolean
  /** The address, which always follows the directory. */
  address?: boolean
  problems: readonly Problem[]
  /** What is wrong with the expression as it stands. */
  fault: string | null
}

const kinds = ['attributes', 'expression'] as const
const whenEmpty = ['leave', 'clear', 'default', 'skip-person'] as const
const alwaysFollowing: readonly FieldPolicy[] = ['never-clear', 'directory-wins']

/** Where a field comes from, what is done to it, what happens when there is nothing, and how it follows the directory. */
export function FieldEditor({ path, name, value, onChange, required, address, problems, fault }: Props) {
  const { source, ifEmpty, policy } = value
  /** What was written of the other kind comes back when that is chosen again. */
  const former = useRef<Partial<Record<string, FieldMapping['source']>>>({})
  const choose = (kind: string) => {
    former.current[source.kind] = source
    set({ source: former.current[kind] ?? emptySource(kind, source) })
  }
  const set = (change: Partial<FieldMapping>) => onChange({ ...value, ...change })
  const at = (part: string) => ({ id: fieldId(`${path}.${part}`), error: problemAt(problems, `${path}.${part}`) })
  const policies = fieldPolicies.filter(one =>
    address ? alwaysFollowing.includes(one) : !required || one !== 'not-managed',
  )
  return (
    <>
      <NativeSelect
        label={say('mapping.kindLabel')}
        value={source.kind}
        onChange={event => choose(event.currentTarget.value)}
        data={kinds.map(kind => ({ value: kind, label: say(`mapping.kind.${kind}`) }))}
      />
      {source.kind === 'attributes' ? (
        <AttributesField
          {...at('source.names')}
          names={source.names}
          onNames={names => set({ source: { kind: 'attributes', names } })}
        />
      ) : (
        <ExpressionField
          {...at('source.text')}
          text={source.text}
          fault={fault}
          onText={text => set({ source: { kind: 'expression', text } })}
        />
      )}
      <ModifiersField
        path={`${path}.modifiers`}
        name={name}
        modifiers={value.modifiers}
        onModifiers={modifiers => set({ modifiers })}
        problems={problems}
      />
      {required ? (
        <Notice tone="quiet">{say(address ? 'mapping.requiredAddress' : 'mapping.required')}</Notice>
      ) : (
        <div className={styles.row}>
          <NativeSelect
            {...at('ifEmpty')}
            label={say('mapping.ifEmpty')}
            value={ifEmpty.kind}
            onChange={event => set({ ifEmpty: emptyRule(event.currentTarget.value) })}
            data={whenEmpty.map(kind => ({ value: kind, label: say(`mapping.empty.${kind}`) }))}
          />
          {ifEmpty.kind === 'default' ? (
            <TextInput
              {...at('ifEmpty.value')}
              label={say('mapping.default')}
              value={ifEmpty.value}
              onChange={event => set({ ifEmpty: { kind: 'default', value: event.currentTarget.value } })}
            />
          ) : null}
        </div>
      )}
      <NativeSelect
        {...at('policy')}
        label={say('mapping.policyLabel')}
        description={say(`mapping.policyHelp.${policy}`)}
        value={policy}
        onChange={event => set({ policy: event.currentTarget.value as FieldPolicy })}
        data={policies.map(one => ({ value: one, label: say(`mapping.policy.${one}`) }))}
      />
    </>
  )
}

type AttributesProps = { id: string; error: string | undefined; names: string[]; onNames: (names: string[]) => void }

function AttributesField({ names, onNames, ...field }: AttributesProps) {
  const { attributes } = use(KnownNames)
  return (
    <WordsInput
      {...field}
      label={say('mapping.attributes')}
      description={say('mapping.attributesHelp')}
      words={names}
      onWords={onNames}
      suggested={attributes}
      most={8}
      split={/[,\s|]+/}
    />
  )
}

/** The attributes an expression replaces become its beginning. */
function emptySource(kind: string, before: FieldMapping['source']): FieldMapping['source'] {
  if (kind === 'attributes') return { kind, names: [] }
  const [first] = before.kind === 'attributes' ? before.names : []
  const isPlain = first !== undefined && /^[A-Za-z]\w*$/.test(first)
  return { kind: 'expression', text: first === undefined ? '' : isPlain ? `entry.${first}` : `entry["${first}"]` }
}

const emptyRule = (kind: string): IfEmpty =>
  kind === 'default' ? { kind, value: '' } : { kind: kind as 'leave' | 'clear' | 'skip-person' }
