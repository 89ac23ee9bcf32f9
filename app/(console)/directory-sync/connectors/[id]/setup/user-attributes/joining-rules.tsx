'use client'

import { Group, Text } from '@mantine/core'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { Controller, useFormContext } from 'react-hook-form'
import { say } from '@/app/messages/say'
import { IconButton } from '@/app/ui/button'
import { Card } from '@/app/ui/card'
import { Checkbox } from '@/app/ui/checkbox'
import { useAnnounce } from '@/app/ui/live-region'
import { joinRules } from '@/lib/settings/choices'
import type { JoinRule } from '@/lib/settings/joining'
import type { AttributesForm } from './attributes-form'
import styles from './mapping.module.css'

/** How an account that is there already is found to be somebody's, in which order. */
export function JoiningRules() {
  const { control } = useFormContext<AttributesForm>()
  return (
    <Card title={say('joining.title')} id="joining">
      <Text>{say('joining.help')}</Text>
      <Controller
        control={control}
        name="joining.rules"
        render={({ field: { value, onChange } }) => <Rules rules={value} onRules={onChange} />}
      />
    </Card>
  )
}

function Rules({ rules, onRules }: { rules: JoinRule[]; onRules: (rules: JoinRule[]) => void }) {
  const announce = useAnnounce()
  const shown = [...rules, ...joinRules.filter(rule => !rules.includes(rule))]
  const move = (rule: JoinRule, by: number) => {
    const at = rules.indexOf(rule)
    const next = rules.toSpliced(at, 1).toSpliced(at + by, 0, rule)
    onRules(next)
    announce(say('joining.moved', { rule: say(`joining.rule.${rule}`), number: at + by + 1 }))
  }
  return (
    <ol className={styles.rules}>
      {shown.map(rule => {
        const at = rules.indexOf(rule)
        const label = say(`joining.rule.${rule}`)
        return (
          <li key={rule}>
            <Checkbox
              label={label}
              description={say(`joining.ruleHelp.${rule}`)}
              checked={at >= 0}
              onChange={event =>
                onRules(event.currentTarget.checked ? [...rules, rule] : rules.filter(other => other !== rule))
              }
            />
            {at >= 0 ? (
              <Group gap={4} wrap="nowrap">
                <Move label={say('joining.up', { rule: label })} off={at === 0} onMove={() => move(rule, -1)}>
                  <ArrowUp size={18} strokeWidth={1.75} aria-hidden />
                </Move>
                <Move
                  label={say('joining.down', { rule: label })}
                  off={at === rules.length - 1}
                  onMove={() => move(rule, 1)}
                >
                  <ArrowDown size={18} strokeWidth={1.75} aria-hidden />
                </Move>
              </Group>
            ) : null}
          </li>
        )
      })}
    </ol>
  )
}

type MoveProps = { label: string; off: boolean; onMove: () => void; children: React.ReactNode }

/** Keeps the focus at the end of the list, where it does nothing. */
function Move({ label, off, onMove, children }: MoveProps) {
  return (
    <IconButton aria-label={label} aria-disabled={off || undefined} onClick={() => (off ? undefined : onMove())}>
      {children}
    </IconButton>
  )
}
