'use client'

import { Fieldset, Group } from '@mantine/core'
import { X } from 'lucide-react'
import { say } from '@/app/messages/say'
import { AttributeInput } from '@/app/ui/attribute-input'
import { Button, IconButton } from '@/app/ui/button'
import { NativeSelect } from '@/app/ui/native-select'
import { TextInput } from '@/app/ui/text-input'
import {
  type Condition,
  type ConditionTest,
  conditionTests,
  hasValue,
  type VisualRule,
} from '@/lib/sync/inclusion/visual-rule'
import styles from './inclusion.module.css'

type Props = {
  rule: VisualRule
  onRule: (rule: VisualRule) => void
  attributes: readonly string[]
  firstId: string
  /** Goes on with the rule as text. */
  onText: () => void
}

/** A rule as conditions on attributes, all of which have to be met, or any. */
export function ConditionsField({ rule, onRule, attributes, firstId, onText }: Props) {
  const { join, conditions } = rule
  const set = (at: number, change: Partial<Condition>) =>
    onRule({ ...rule, conditions: conditions.map((one, index) => (index === at ? { ...one, ...change } : one)) })
  return (
    <div className={styles.builder}>
      <NativeSelect
        label={say('inclusion.join')}
        value={join}
        onChange={event => onRule({ ...rule, join: event.currentTarget.value as VisualRule['join'] })}
        data={(['all', 'any'] as const).map(value => ({ value, label: say(`inclusion.joins.${value}`) }))}
        w={{ base: '100%', sm: 320 }}
      />
      {conditions.map((condition, index) => (
        <Fieldset
          // biome-ignore lint/suspicious/noArrayIndexKey: a condition has no identity but its place
          key={index}
          variant="unstyled"
          legend={<span className="visually-hidden">{say('inclusion.condition', { number: index + 1 })}</span>}
        >
          <div className={styles.condition}>
            <AttributeInput
              id={index === 0 ? firstId : undefined}
              label={say('inclusion.attribute')}
              attributes={attributes}
              value={condition.attribute}
              onChange={attribute => set(index, { attribute })}
            />
            <NativeSelect
              label={say('inclusion.test')}
              value={condition.test}
              onChange={event => set(index, { test: event.currentTarget.value as ConditionTest })}
              data={conditionTests.map(value => ({ value, label: say(`inclusion.tests.${value}`) }))}
            />
            {hasValue(condition.test) ? (
              <TextInput
                label={say('inclusion.value')}
                value={condition.value}
                onChange={event => set(index, { value: event.currentTarget.value })}
              />
            ) : (
              <span />
            )}
            <IconButton
              aria-label={say('inclusion.remove', { number: index + 1 })}
              onClick={() => onRule({ ...rule, conditions: without(conditions, index) })}
            >
              <X size={18} strokeWidth={1.75} aria-hidden />
            </IconButton>
          </div>
        </Fieldset>
      ))}
      <Group justify="space-between">
        <Button variant="default" size="xs" onClick={() => onRule({ ...rule, conditions: [...conditions, empty] })}>
          {say('inclusion.add')}
        </Button>
        <Button variant="subtle" size="xs" onClick={onText}>
          {say('inclusion.asText')}
        </Button>
      </Group>
    </div>
  )
}

const empty: Condition = { attribute: '', test: 'is', value: '' }

/** One condition stays: a rule without any says nothing. */
const without = (conditions: readonly Condition[], at: number): Condition[] => {
  const left = conditions.filter((_, index) => index !== at)
  return left.length > 0 ? left : [empty]
}
