'use client'

import { Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { Controller, FormProvider, useForm } from 'react-hook-form'
import { answered } from '@/app/forms/answered'
import { checked } from '@/app/forms/checked'
import { ErrorSummary } from '@/app/forms/error-summary'
import type { Answer } from '@/app/forms/problem'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { Card } from '@/app/ui/card'
import { NativeSelect } from '@/app/ui/native-select'
import type { CaughtByRule } from '@/lib/connectors/job-request'
import { protections } from '@/lib/settings/choices'
import { useTyped } from '../desk'
import type { Added } from '../rules/added'
import { freshCounts } from '../rules/fresh-counts'
import { ReasonField } from '../rules/reason-field'
import { RuleList } from '../rules/rule-list'
import { useStep } from '../use-step'
import { WizardFooter } from '../wizard-footer'
import { countProtected, saveProtected } from './actions'
import { ProtectedAccounts } from './protected-accounts'
import type { ProtectedForm } from './protected-form'
import { ProtectedGroups } from './protected-groups'

type Counted = { of: ProtectedForm; accounts: CaughtByRule[]; groups: CaughtByRule[] }

const effects = () => protections.map(value => ({ value, label: say(`exclusions.effect.${value}`) }))
const emptyRule = { name: '', field: 'email', match: 'exact', values: [''], effect: 'leave-as-is' } as const
const emptyGroupRule = { name: '', field: 'name', match: 'exact', values: [''] } as const
const groupFields = () =>
  (['name', 'address', 'description'] as const).map(value => ({ value, label: say(`groupField.${value}`) }))

type Props = {
  connectorId: string
  settings: ProtectedForm
  fields: readonly { value: string; label: string }[]
  /** Since when users and rules are there, by their ids. */
  added: Readonly<Record<string, Added>>
}

/** The Exclusions step: users, lists and groups of Messenger that the directory leaves alone, one by one or by rule. */
export function ExclusionsStep({ connectorId, settings, fields, added }: Props) {
  const form = useForm<ProtectedForm>({ defaultValues: useTyped(settings) })
  const [counted, setCounted] = useState<Counted | null>(null)
  const [counting, setCounting] = useState(false)
  const now = form.watch()
  const { busy, problems, setProblems, meanwhile, leave } = useStep(now)

  const ask = async <T,>(then: (values: ProtectedForm) => Promise<Answer<T>>): Promise<Answer<T>> => {
    const schema = () => import('./protected-form').then(({ ProtectedForm }) => ProtectedForm)
    const answer = await checked(schema, form.getValues(), 'exclusions.protected')
    return answer.ok ? then(answer.value) : answer
  }
  const count = async () => {
    setCounting(true)
    const answer = await ask(async values => {
      const found = await answered(countProtected({ protected: values }))
      return found.ok ? { ok: true, value: { of: values, ...found.value } } : found
    })
    setCounting(false)
    if (answer.ok) setCounted(answer.value)
    setProblems(answer.ok ? [] : answer.problems)
  }
  return (
    <FormProvider {...form}>
      <Stack gap="lg">
        <ErrorSummary problems={problems} />
        <Card title={say('exclusions.accounts')} id="accounts">
          <ProtectedAccounts effects={effects()} problems={problems} added={added} />
          <Text fw={600}>{say('exclusions.accountRules')}</Text>
          <Controller
            control={form.control}
            name="rules"
            render={({ field: { value, onChange } }) => (
              <RuleList
                path="exclusions.protected.rules"
                rules={value}
                onRules={onChange}
                empty={{ ...emptyRule, values: [''] }}
                field={({ onChange: set, ...props }) => (
                  <NativeSelect {...props} data={[...fields]} onChange={event => set(event.currentTarget.value)} />
                )}
                more={(rule, set, at) => (
                  <>
                    <NativeSelect
                      label={say('exclusions.effectLabel')}
                      value={rule.effect}
                      onChange={event => set({ effect: event.currentTarget.value as typeof rule.effect })}
                      data={effects()}
                    />
                    <ReasonField
                      {...at('reason')}
                      value={rule.reason}
                      onChange={reason => set({ reason })}
                      added={added[rule.id.toLowerCase()]}
                    />
                  </>
                )}
                problems={problems}
                counts={freshCounts(now.rules, counted?.of.rules ?? [], counted?.accounts ?? [])}
                none={say('exclusions.noRules')}
                addLabel={say('exclusions.addRule')}
              />
            )}
          />
        </Card>
        <Card title={say('exclusions.groups')} id="groups">
          <ProtectedGroups />
          <Text fw={600}>{say('exclusions.groupRules')}</Text>
          <Controller
            control={form.control}
            name="groupRules"
            render={({ field: { value, onChange } }) => (
              <RuleList
                path="exclusions.protected.groupRules"
                rules={value}
                onRules={onChange}
                empty={{ ...emptyGroupRule, values: [''] }}
                field={({ onChange: set, ...props }) => (
                  <NativeSelect {...props} data={groupFields()} onChange={event => set(event.currentTarget.value)} />
                )}
                problems={problems}
                counts={freshCounts(now.groupRules, counted?.of.groupRules ?? [], counted?.groups ?? [])}
                none={say('exclusions.noRules')}
                addLabel={say('exclusions.addGroupRule')}
              />
            )}
          />
        </Card>
        {now.rules.length + now.groupRules.length > 0 ? (
          <Group>
            <BusyButton variant="default" busy={counting} onClick={count}>
              {say('exclusions.count')}
            </BusyButton>
            <Text role="status">{counted && !counting ? say('exclusions.counted') : ''}</Text>
          </Group>
        ) : null}
        <WizardFooter
          busy={busy}
          meanwhile={meanwhile}
          onLeave={way => leave(way, seen => ask(values => saveProtected({ connectorId, seen, protected: values })))}
        />
      </Stack>
    </FormProvider>
  )
}
