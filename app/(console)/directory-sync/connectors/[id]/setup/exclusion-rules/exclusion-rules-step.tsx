'use client'

import { Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { Controller, useForm } from 'react-hook-form'
import { useSurvey } from '@/app/(console)/use-survey'
import { checked } from '@/app/forms/checked'
import { ErrorSummary } from '@/app/forms/error-summary'
import type { Answer } from '@/app/forms/problem'
import { say } from '@/app/messages/say'
import { AttributeInput } from '@/app/ui/attribute-input'
import { BusyButton } from '@/app/ui/busy-button'
import { Button } from '@/app/ui/button'
import { newId } from '@/app/ui/new-id'
import { Notice } from '@/app/ui/notice'
import type { IncomingRule } from '@/lib/settings/exclusions'
import { useTyped } from '../desk'
import type { Added } from '../rules/added'
import { freshCounts } from '../rules/fresh-counts'
import { ReasonField } from '../rules/reason-field'
import { RuleList } from '../rules/rule-list'
import { useStep } from '../use-step'
import { WizardFooter } from '../wizard-footer'
import { checkExclusionRules, saveExclusionRules } from './actions'
import type { RulesForm } from './rules-form'

const empty = { name: '', field: '', match: 'exact' as const, values: [''] }

/** What companies usually keep out. */
const templates = [
  { key: 'service', field: 'sAMAccountName', match: 'starts-with', values: ['svc-'] },
  { key: 'contractors', field: 'employeeType', match: 'exact', values: ['contractor'] },
] as const

type Props = {
  connectorId: string
  incoming: IncomingRule[]
  /** A rule that somebody was led here to add. */
  suggested: IncomingRule | null
  attributes: readonly string[]
  /** Since when the rules are there, by their ids. */
  added: Readonly<Record<string, Added>>
}

/** The Exclusion Rules step: directory records that are kept out, with the people each rule catches. */
export function ExclusionRulesStep({ connectorId, incoming, suggested, attributes, added }: Props) {
  const start = useTyped({ incoming })
  const form = useForm<RulesForm>({ defaultValues: { incoming: withSuggested(start.incoming, suggested) } })
  const { busy, problems, setProblems, meanwhile, leave } = useStep(form.watch())
  const survey = useSurvey('exclusions')
  const [counted, setCounted] = useState<IncomingRule[]>([])
  const rules = form.watch('incoming')
  const ask = async <T,>(then: (values: RulesForm) => Promise<Answer<T>>): Promise<Answer<T>> => {
    const answer = await checked(
      () => import('./rules-form').then(({ RulesForm }) => RulesForm),
      form.getValues(),
      'exclusions',
    )
    return answer.ok ? then(answer.value) : answer
  }
  const count = () =>
    ask(async values => {
      setProblems([])
      setCounted(values.incoming)
      await survey.ask(() => checkExclusionRules({ connectorId, ...values }))
      return { ok: true, value: null }
    }).then(answer => (answer.ok ? undefined : setProblems(answer.problems)))
  return (
    <Stack gap="lg">
      <ErrorSummary problems={problems} />
      <Controller
        control={form.control}
        name="incoming"
        render={({ field: { value, onChange } }) => (
          <>
            <RuleList
              path="exclusions.incoming"
              rules={value}
              onRules={onChange}
              empty={empty}
              field={props => <AttributeInput {...props} attributes={attributes} />}
              more={(rule, set, at) => (
                <ReasonField
                  {...at('reason')}
                  value={rule.reason}
                  onChange={reason => set({ reason })}
                  added={added[rule.id.toLowerCase()]}
                />
              )}
              problems={problems}
              counts={freshCounts(rules, counted, survey.busy ? [] : (survey.found?.rules ?? []))}
              none={say('exclusionRules.none')}
              addLabel={say('exclusionRules.add')}
            />
            <Group gap="xs">
              <Text size="sm" c="dimmed">
                {say('exclusionRules.templates')}
              </Text>
              {templates.map(({ key, values, ...template }) => (
                <Button
                  key={key}
                  variant="subtle"
                  size="xs"
                  onClick={() =>
                    onChange([
                      ...value,
                      {
                        ...{ ...template, values: [...values], id: newId() },
                        name: say(`exclusionRules.template.${key}`),
                        reason: say(`exclusionRules.templateReason.${key}`),
                      },
                    ])
                  }
                >
                  {say(`exclusionRules.template.${key}`)}
                </Button>
              ))}
            </Group>
          </>
        )}
      />
      {rules.length > 0 ? (
        <Group>
          <BusyButton variant="default" busy={survey.busy} onClick={count}>
            {say('rules.count')}
          </BusyButton>
          {survey.busy ? <Text role="status">{say('mapping.checking')}</Text> : null}
          {survey.found && !survey.busy ? (
            <Text role="status" fw={600} data-testid="exclusions-count">
              {say(survey.found.partial ? 'exclusionRules.atLeast' : 'exclusionRules.counted', totals(survey.found))}
            </Text>
          ) : null}
        </Group>
      ) : null}
      {survey.found && !survey.busy && survey.found.people > 0 && survey.found.caught === survey.found.people ? (
        <Notice tone="warn">{say('exclusionRules.everybody')}</Notice>
      ) : null}
      {survey.trouble ? <Notice tone="danger">{survey.trouble}</Notice> : null}
      <WizardFooter
        busy={busy}
        meanwhile={meanwhile}
        onLeave={way => leave(way, seen => ask(values => saveExclusionRules({ connectorId, seen, ...values })))}
      />
    </Stack>
  )
}

const totals = ({ people, caught }: { people: number; caught: number }) => ({ people, caught })

const withSuggested = (rules: IncomingRule[], suggested: IncomingRule | null): IncomingRule[] =>
  suggested === null || rules.some(({ name }) => name === suggested.name) ? rules : [...rules, suggested]
