'use client'

import { Stack } from '@mantine/core'
import { useState } from 'react'
import { ErrorSummary } from '@/app/forms/error-summary'
import { fieldId, type Problem } from '@/app/forms/problem'
import { say } from '@/app/messages/say'
import { RadioChoice } from '@/app/ui/radio-choice'
import { writeSearchFilter } from '@/lib/directory/formats/write-search-filter'
import { toFilter, type VisualRule } from '@/lib/sync/inclusion/visual-rule'
import { saveInclusionStep } from '../../../actions'
import { useTyped } from '../desk'
import { type SaveStep, useStep } from '../use-step'
import { WizardFooter } from '../wizard-footer'
import { ConditionsField } from './conditions-field'
import { FilterField } from './filter-field'
import { RuleCount } from './rule-count'
import { useRuleCheck } from './use-rule-check'

const path = 'inclusion.filter'
const modes = ['everybody', 'rule'] as const
const emptyRule: VisualRule = { join: 'all', conditions: [{ attribute: '', test: 'is', value: '' }] }

type Typed = { mode: (typeof modes)[number]; rule: VisualRule | null; text: string }
type Props = { connectorId: string; filter: string | null; rule: VisualRule | null; attributes: readonly string[] }

/** The Inclusion Rules step: of the people in the chosen units, everybody, or only those who match a rule. */
export function InclusionStep({ connectorId, filter, rule: before, attributes }: Props) {
  const start = useTyped<Typed>({
    mode: filter === null ? 'everybody' : 'rule',
    rule: before ?? (filter === null ? emptyRule : null),
    text: filter ?? '',
  })
  const [mode, setMode] = useState(start.mode)
  const [rule, setRule] = useState(start.rule)
  const [text, setText] = useState(start.text)
  const { busy, problems, setProblems, meanwhile, leave } = useStep({ mode, rule, text } satisfies Typed)
  const check = useRuleCheck(connectorId)
  const now = rule ? writeSearchFilter(toFilter(rule)) : text

  const wrong = (message: string, code: string): Problem[] => [{ path, text: message, code }]
  const runCheck = () => {
    if (rule?.conditions.some(({ attribute }) => attribute.trim() === ''))
      return setProblems(wrong(say('inclusion.attributeMissing'), 'attribute-missing'))
    setProblems([])
    return check.ask(now)
  }
  const save: SaveStep = async seen => {
    if (mode === 'everybody') return saveInclusionStep({ connectorId, seen, jobId: null })
    if (now === filter) return { ok: true, value: null }
    const jobId = check.passed(now)
    return jobId
      ? saveInclusionStep({ connectorId, seen, jobId })
      : { ok: false, problems: wrong(say('inclusion.notChecked'), 'inclusion-not-checked') }
  }
  return (
    <Stack gap="lg">
      <ErrorSummary problems={problems} />
      <RadioChoice
        leading
        label={say('inclusion.question')}
        value={mode}
        onChange={setMode}
        options={modes.map(value => ({
          value,
          label: say(`inclusion.mode.${value}`),
          help: say(`inclusion.modeHelp.${value}`),
        }))}
      />
      {mode === 'rule' ? (
        <>
          {rule ? (
            <ConditionsField
              rule={rule}
              onRule={setRule}
              attributes={attributes}
              firstId={fieldId(path)}
              onText={() => {
                setText(now)
                setRule(null)
              }}
            />
          ) : (
            <FilterField id={fieldId(path)} text={text} onText={setText} onRule={setRule} />
          )}
          <RuleCount check={check} filter={now} onCheck={runCheck} />
        </>
      ) : null}
      <WizardFooter busy={busy} meanwhile={meanwhile} onLeave={way => leave(way, save)} />
    </Stack>
  )
}
