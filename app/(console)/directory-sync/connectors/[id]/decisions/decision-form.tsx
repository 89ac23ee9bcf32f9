'use client'

import { Group, Stack } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { Controller, useForm } from 'react-hook-form'
import { ErrorSummary } from '@/app/forms/error-summary'
import { fieldId, type Problem, problemAt } from '@/app/forms/problem'
import { useAct } from '@/app/forms/use-act'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { RadioChoice } from '@/app/ui/radio-choice'
import { Textarea } from '@/app/ui/textarea'
import type { JoinChoice } from '@/lib/sync/join-question'
import { decidePerson } from './actions'
import type { CaseLine } from './case-line'

type Values = { answer: string; reason: string }
const linkTo = 'link '

/** The answer about one person: one of the accounts, an own one, or none; and why. */
export function DecisionForm({ connectorId, line }: { connectorId: string; line: CaseLine }) {
  const router = useRouter()
  const { act, busy, problems, setProblems } = useAct()
  const { control, register, handleSubmit } = useForm<Values>({ defaultValues: { answer: '', reason: '' } })
  const { anchor, evidenceHash } = line
  const at = (field: string) => `${anchor}.${field}`

  const decide = handleSubmit(async ({ answer, reason }) => {
    const missing = missingFrom({ answer, reason }, at)
    if (missing.length > 0) return setProblems(missing)
    const outcome = await act(decidePerson({ connectorId, anchor, evidenceHash, reason, ...choiceOf(answer) }))
    if (outcome.ok) return router.refresh()
    setProblems(outcome.problems.map(one => ({ ...one, path: one.path && at(pathOf(one.path)) })))
  })
  return (
    <form onSubmit={decide} noValidate>
      <Stack maw={640}>
        <ErrorSummary problems={problems} />
        <Controller
          control={control}
          name="answer"
          render={({ field }) => (
            <RadioChoice
              id={fieldId(at('answer'))}
              label={say('decisions.question', { name: line.name })}
              value={field.value}
              onChange={field.onChange}
              options={answersFor(line)}
              error={problemAt(problems, at('answer'))}
            />
          )}
        />
        <Textarea
          {...register('reason')}
          id={fieldId(at('reason'))}
          label={say('decisions.reason')}
          description={say('decisions.reasonHelp')}
          autosize
          minRows={2}
          maxLength={2000}
          error={problemAt(problems, at('reason'))}
        />
        <Group>
          <BusyButton type="submit" busy={busy}>
            {say('decisions.decide', { name: line.name })}
          </BusyButton>
        </Group>
      </Stack>
    </form>
  )
}

function answersFor({ candidates, mayCreate }: CaseLine) {
  const links = candidates.filter(one => one.mayLink)
  return [
    ...links.map(({ accountId, name, address }) => ({
      value: linkTo + accountId,
      label: say('decisions.link', { name, address }),
    })),
    ...(mayCreate ? [{ value: 'create', label: say('decisions.create') }] : []),
    { value: 'leave-apart', label: say('decisions.leaveApart') },
  ]
}

const choiceOf = (answer: string): { choice: JoinChoice; accountId: string | null } =>
  answer.startsWith(linkTo)
    ? { choice: 'link', accountId: answer.slice(linkTo.length) }
    : { choice: answer === 'create' ? 'create' : 'leave-apart', accountId: null }

/** The action speaks of the choice; here it is one answer. */
const pathOf = (path: string): string => (path === 'reason' ? path : 'answer')

function missingFrom({ answer, reason }: Values, at: (field: string) => string): Problem[] {
  const problems: Problem[] = []
  if (answer === '') problems.push({ path: at('answer'), text: say('decisions.answerMissing'), code: 'answer-missing' })
  if (reason.trim() === '')
    problems.push({ path: at('reason'), text: say('decisions.reasonMissing'), code: 'decision-reason-missing' })
  return problems
}
