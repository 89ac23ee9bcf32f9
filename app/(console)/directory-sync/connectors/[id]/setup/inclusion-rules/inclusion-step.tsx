'use client'

import { Stack } from '@mantine/core'
import { useState } from 'react'
import { ErrorSummary } from '@/app/forms/error-summary'
import { type Answer, fieldId, type Problem } from '@/app/forms/problem'
import { say } from '@/app/messages/say'
import { RadioChoice } from '@/app/ui/radio-choice'
import { writeSearchFilter } from '@/lib/directory/formats/write-search-filter'
import { toFilter, type VisualRule } from '@/lib/sync/inclusion/visual-rule'
import { saveInclusionStep } from '../../../actions'
import { useStep } from '../use-step'
import { WizardFooter } from '../wizard-footer'
import { ConditionsField } from './conditions-field'
import { FilterField } from './filter-field'
import { RuleCount } from './rule-count'
import { useRuleCheck } from './use-rule-check'

const path = 'inclusion.filter'
const modes = ['everybody', 'rule'] as const
const emptyRule: VisualRule = { join: 'all', conditions: [{ attribute: '', test: 'is', value: '' }] }

type Props = { connectorId: string; filter: string | null; rule: VisualRule | null; attributes: readonly string[] }

/** The Inclusion Rules step: of the people in the chosen units, everybody, or only those who match a rule. */
export function InclusionStep({ connectorId, filter, rule: before, attributes }: Props) {
  const { busy, problems, setProblems, leave } = useStep(connectorId, 'inclusion-rules')
  const [mode, setMode] = useState<(typeof modes)[number]>(filter === null ? 'everybody' : 'rule')
  const [rule, setRule] = useState(before ?? (filter === null ? emptyRule : null))
  const [text, setText] = useState(filter ?? '')
  const check = useRuleCheck(connectorId)
  const now = rule ? writeSearchFilter(toFilter(rule)) : text

  const wrong = (message: string, code: string): Problem[] => [{ path, text: message, code }]
  const runCheck = () => {
    if (rule?.conditions.some(({ attribute }) => attribute.trim() === ''))
      return setProblems(wrong(say('inclusion.attributeMissing'), 'attribute-missing'))
    setProblems([])
    return check.ask(now)
  }
  const save = async (): Promise<Answer<unknown>> => {
    if (mode === 'everybody') return saveInclusionStep({ connectorId, jobId: null })
    if (now === filter) return { ok: true, value: null }
    const jobId = check.passed(now)
    return jobId
      ? saveInclusionStep({ connectorId, jobId })
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
      <WizardFooter busy={busy} onLeave={way => leave(way, save)} />
    </Stack>
  )
}
