'use client'

import { Group, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { fieldId, type Problem, problemAt } from '@/app/forms/problem'
import { say } from '@/app/messages/say'
import { Button } from '@/app/ui/button'
import { SmallCard } from '@/app/ui/card'
import { NativeSelect } from '@/app/ui/native-select'
import { newId } from '@/app/ui/new-id'
import { TextInput } from '@/app/ui/text-input'
import { WordsInput } from '@/app/ui/words-input'
import type { CaughtByRule } from '@/lib/connectors/job-request'
import { matchTypes } from '@/lib/settings/choices'
import type { MatchType } from '@/lib/settings/exclusions'
import styles from './rule-list.module.css'

/** Where a part of a rule is asked for, and what is wrong with it. */
type FieldAt = { id: string; error: string | undefined }

/** A condition on one field, under a name. */
export type Rule = { id: string; name: string; field: string; match: MatchType; values: string[] }

type Props<R extends Rule> = {
  /** Where the rules stand in the settings, for what is wrong with them. */
  path: string
  rules: readonly R[]
  onRules: (rules: R[]) => void
  empty: Omit<R, 'id'>
  /** What asks for the field. */
  field: (props: {
    label: string
    id: string
    error: string | undefined
    value: string
    onChange: (field: string) => void
  }) => ReactNode
  /** More that is asked of a rule. */
  more?: (rule: R, set: (change: Partial<R>) => void, at: (part: string) => FieldAt) => ReactNode
  problems: readonly Problem[]
  /** Whom each rule catches, as it was last counted; a rule that changed since is missing. */
  counts: ReadonlyMap<string, CaughtByRule>
  none: string
  addLabel: string
}

/** Rules, each with a name, a field, a kind of match and a value, and with whom it catches. */
export function RuleList<R extends Rule>({ path, rules, onRules, empty, none, addLabel, ...props }: Props<R>) {
  const set = (at: number, change: Partial<R>) =>
    onRules(rules.map((rule, index) => (index === at ? { ...rule, ...change } : rule)))
  return (
    <Stack gap="sm">
      {rules.length === 0 ? <Text c="dimmed">{none}</Text> : null}
      {rules.map((rule, index) => (
        <RuleCard
          key={rule.id}
          {...props}
          path={`${path}.${index}`}
          rule={rule}
          number={index + 1}
          set={change => set(index, change)}
          onRemove={() => onRules(rules.filter(other => other.id !== rule.id))}
        />
      ))}
      <Group>
        <Button variant="default" onClick={() => onRules([...rules, { ...empty, id: newId() } as R])}>
          {addLabel}
        </Button>
      </Group>
    </Stack>
  )
}

type CardProps<R extends Rule> = Pick<Props<R>, 'path' | 'field' | 'more' | 'problems' | 'counts'> & {
  rule: R
  number: number
  set: (change: Partial<R>) => void
  onRemove: () => void
}

function RuleCard<R extends Rule>({ path, rule, number, set, onRemove, field, more, problems, counts }: CardProps<R>) {
  const at = (part: string) => ({ id: fieldId(`${path}.${part}`), error: problemAt(problems, `${path}.${part}`) })
  const change = (part: Partial<Rule>) => set(part as Partial<R>)
  const name = rule.name || say('rules.unnamed', { number })
  return (
    <SmallCard label={name}>
      <TextInput
        {...at('name')}
        label={say('rules.name')}
        description={say('rules.nameHelp')}
        value={rule.name}
        onChange={event => change({ name: event.currentTarget.value })}
        maxLength={100}
      />
      <div className={styles.condition}>
        {field({
          ...at('field'),
          label: say('rules.field'),
          value: rule.field,
          onChange: value => change({ field: value }),
        })}
        <NativeSelect
          {...at('match')}
          label={say('rules.match')}
          value={rule.match}
          onChange={event => change({ match: event.currentTarget.value as MatchType })}
          data={matchTypes.map(value => ({ value, label: say(`rules.matches.${value}`) }))}
        />
        <ValuesField {...at('values')} rule={rule} onValues={values => change({ values })} />
      </div>
      {more?.(rule, set, at)}
      <Group justify="space-between" align="flex-start" gap="xs" wrap="nowrap">
        <Caught found={counts.get(rule.id)} />
        <Button variant="subtle" color="quiet" size="xs" style={{ flex: 'none' }} onClick={onRemove}>
          {say('rules.remove')}
          <span className="visually-hidden"> {name}</span>
        </Button>
      </Group>
    </SmallCard>
  )
}

type ValuesProps = { id: string; error: string | undefined; rule: Rule; onValues: (values: string[]) => void }

function ValuesField({ rule, onValues, ...field }: ValuesProps) {
  if (rule.match === 'one-of')
    return (
      <WordsInput
        {...field}
        label={say('rules.values')}
        words={rule.values.filter(value => value !== '')}
        onWords={onValues}
        most={500}
        split={/[,;\n]+/}
      />
    )
  return (
    <TextInput
      {...field}
      label={say(rule.match === 'pattern' ? 'rules.pattern' : 'rules.value')}
      value={rule.values[0] ?? ''}
      onChange={event => onValues([event.currentTarget.value])}
      maxLength={512}
    />
  )
}

function Caught({ found }: { found: CaughtByRule | undefined }) {
  if (!found)
    return (
      <Text size="sm" c="dimmed">
        {say('rules.notCounted')}
      </Text>
    )
  const { count, names } = found
  return (
    <Text size="sm" data-testid="caught">
      <span>{say('rules.caught', { count })}</span> <bdi>{names.join(', ')}</bdi>
      {count > names.length ? ` ${say('groups.more', { count: count - names.length })}` : null}
    </Text>
  )
}
