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
import { NativeSelect } from '@/app/ui/native-select'
import { Textarea } from '@/app/ui/textarea'
import { sendToApprover } from '../../actions'

type Props = {
  team: { id: string }
  quoteId: string
  approvers: readonly { id: string; name: string; email: string }[]
  /** Whether whoever looks cannot commit the spend themselves. */
  leading: boolean
}
type Values = { approverId: string; message: string }

/** Leaves the spend to somebody who may commit it. */
export function SendToApprover({ team, quoteId, approvers, leading }: Props) {
  const router = useRouter()
  const [problems, setProblems] = useState<Problem[]>([])
  const { register, handleSubmit, formState } = useForm<Values>({
    defaultValues: { approverId: approvers[0]?.id ?? '', message: '' },
  })
  const send = handleSubmit(async values => {
    const answer = await answered(sendToApprover({ teamId: team.id, quoteId, ...values }))
    setProblems(answer.ok ? [] : answer.problems)
    router.refresh()
  })
  const field = (path: keyof Values) => ({ ...register(path), id: fieldId(path), error: problemAt(problems, path) })
  return (
    <Card title={say('spend.title')} id="approver">
      <form onSubmit={send} noValidate>
        <Stack maw={640}>
          <Text>{say(leading ? 'spend.must' : 'spend.can')}</Text>
          <ErrorSummary problems={problems} />
          <NativeSelect
            {...field('approverId')}
            label={say('spend.approver')}
            data={approvers.map(({ id, name, email }) => ({ value: id, label: `${name} (${email})` }))}
          />
          <Textarea {...field('message')} label={say('spend.message')} autosize minRows={2} maxLength={1_000} />
          <Group>
            <BusyButton type="submit" variant={leading ? 'filled' : 'default'} busy={formState.isSubmitting}>
              {say('spend.send')}
            </BusyButton>
          </Group>
        </Stack>
      </form>
    </Card>
  )
}
