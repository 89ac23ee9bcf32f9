'use client'

import { Group, Stack, Text } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { answered } from '@/app/forms/answered'
import { ErrorSummary } from '@/app/forms/error-summary'
import { fieldId, type Problem, problemAt } from '@/app/forms/problem'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { Card } from '@/app/ui/card'
import { Checkbox } from '@/app/ui/checkbox'
import { TextInput } from '@/app/ui/text-input'
import { bringIn } from '../../actions'

type Props = {
  team: { id: string; name: string }
  quote: { id: string; perMonth: number | null; amount: string }
}
type Values = { maySpend: boolean; name: string }

/** The commitment: that one may spend, and the team's name typed. */
export function BringInForm({ team, quote }: Props) {
  const router = useRouter()
  const [problems, setProblems] = useState<Problem[]>([])
  const { register, handleSubmit, formState } = useForm<Values>({ defaultValues: { maySpend: false, name: '' } })
  const commit = handleSubmit(async values => {
    const { id: quoteId, perMonth } = quote
    const answer = await answered(bringIn({ teamId: team.id, quoteId, perMonth, ...values }))
    if (answer.ok) return router.push(`/teams/${team.id}`)
    setProblems(answer.problems)
    // What changed since the page was opened is shown at once, so that the next look is at what is true.
    if (answer.problems.some(({ path }) => path === null)) router.refresh()
  })
  return (
    <Card title={say('bringIn.confirm')} id="confirm">
      <form onSubmit={commit} noValidate>
        <Stack maw={640}>
          <Text>{say('bringIn.noWayBack')}</Text>
          <ErrorSummary problems={problems} />
          <Checkbox
            {...register('maySpend')}
            id={fieldId('maySpend')}
            label={say('bringIn.maySpend')}
            error={problemAt(problems, 'maySpend')}
          />
          <TextInput
            {...register('name')}
            id={fieldId('name')}
            label={say('bringIn.type', { name: team.name })}
            autoComplete="off"
            error={problemAt(problems, 'name')}
          />
          <Group>
            <BusyButton type="submit" busy={formState.isSubmitting}>
              {say('bringIn.submit', { name: team.name, amount: quote.amount })}
            </BusyButton>
          </Group>
        </Stack>
      </form>
    </Card>
  )
}
