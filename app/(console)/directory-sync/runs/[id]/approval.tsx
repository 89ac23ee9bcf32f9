'use client'

import { Group, Stack, Text } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { type ChangeEvent, type FormEvent, useState } from 'react'
import { approvePlan, rejectPlan } from '@/app/(console)/directory-sync/actions'
import type { RunView } from '@/app/api/runs/[id]/run-view'
import { answered } from '@/app/forms/answered'
import { ErrorSummary } from '@/app/forms/error-summary'
import { fieldId, type Problem, problemAt } from '@/app/forms/problem'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { Card } from '@/app/ui/card'
import { TextInput } from '@/app/ui/text-input'
import { Textarea } from '@/app/ui/textarea'
import { ChooseSome, type Choosing, type Plan, useChosenPlan } from './choose-some'
import { typedNumber } from './typed-number'

type Values = { reason: string; removals: string }

type Props = { run: RunView; plan: Plan; onRejected: () => void } & Choosing

/**
 * The decision about one plan: a reason, and when people would lose access, their number typed. The button is never
 * disabled; what is missing is said.
 */
export function Approval({ run, plan: whole, onRejected, ...choosing }: Props) {
  const { choice } = choosing
  const chosen = useChosenPlan(run, whole, choice)
  const plan = chosen.plan ?? { ...whole, changes: 0, removals: 0 }
  const router = useRouter()
  const [problems, setProblems] = useState<Problem[]>([])
  const [busy, setBusy] = useState<'approve' | 'reject' | null>(null)
  const [values, setValues] = useState<Values>({ reason: '', removals: '' })
  const field = (name: keyof Values) => ({
    ...{ name, id: fieldId(name), value: values[name], error: problemAt(problems, name) },
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) =>
      setValues({ ...values, [name]: event.currentTarget.value }),
  })

  const approve = async (event: FormEvent) => {
    event.preventDefault()
    const missing = chosen.plan ? missingFrom(values, plan) : chosen.problems
    if (missing.length > 0) return setProblems(missing)
    setBusy('approve')
    const { removals, hash: planHash } = plan
    const reason = values.reason.trim()
    const answer = await answered(
      approvePlan({ runId: run.id, planHash, removals, reason, ...(choice ? { choice } : {}) }),
    )
    if (answer.ok) return router.push(`/directory-sync/runs/${answer.value.runId}`)
    setBusy(null)
    setProblems(answer.problems)
  }
  const reject = async () => {
    setBusy('reject')
    const answer = await answered(rejectPlan({ runId: run.id, reason: values.reason }))
    setBusy(null)
    if (!answer.ok) return setProblems(answer.problems)
    onRejected()
  }
  const kind = run.revert ? 'revert' : 'other'
  return (
    <Card title={say('approval.title')} id="approval">
      <form onSubmit={approve} noValidate>
        <Stack maw={640}>
          <Text>{say('approval.text', { changes: plan.changes, removals: plan.removals, kind })}</Text>
          <ChooseSome {...choosing} changes={plan.changes} all={whole.changes} />
          <ErrorSummary problems={problems} />
          <Textarea
            {...field('reason')}
            label={say('approval.reason')}
            description={say('approval.reasonHelp')}
            autosize
            minRows={2}
            maxLength={2000}
          />
          {plan.removals > 0 ? (
            <TextInput
              {...field('removals')}
              label={say('approval.type', { removals: plan.removals })}
              inputMode="numeric"
              autoComplete="off"
            />
          ) : null}
          <Group>
            <BusyButton type="submit" color={plan.removals > 0 ? 'danger' : 'accent'} busy={busy === 'approve'}>
              {say('approval.apply', { changes: plan.changes })}
            </BusyButton>
            <BusyButton variant="default" onClick={reject} busy={busy === 'reject'}>
              {say(run.preview ? 'approval.discard' : 'approval.reject')}
            </BusyButton>
          </Group>
        </Stack>
      </form>
    </Card>
  )
}

function missingFrom({ reason, removals }: Values, plan: Plan): Problem[] {
  const problems: Problem[] = []
  if (reason.trim() === '')
    problems.push({ path: 'reason', text: say('approval.reasonMissing'), code: 'reason-missing' })
  if (plan.removals > 0 && typedNumber(removals) !== plan.removals)
    problems.push({
      path: 'removals',
      text: say('approval.wrongNumber', { removals: plan.removals, typed: removals.trim() || say('approval.nothing') }),
      code: 'removals-differ',
    })
  return problems
}
