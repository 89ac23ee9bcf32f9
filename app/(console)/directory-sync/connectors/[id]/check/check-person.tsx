'use client'

import { Group, Stack, Text, TextInput, Title } from '@mantine/core'
import { type FormEvent, useEffect, useState } from 'react'
import { useJob } from '@/app/(console)/use-job'
import type { JobView } from '@/app/api/jobs/[id]/job-view'
import { say } from '@/app/messages/say'
import { TraceSteps } from '@/app/trace/trace-steps'
import type { TraceView } from '@/app/trace/trace-view'
import { BusyButton } from '@/app/ui/busy-button'
import { useAnnounce } from '@/app/ui/live-region'
import { Notice } from '@/app/ui/notice'
import { checkPerson } from '../../actions'

/** One box: whom? Then how that person comes to what happens to them, asked of the directory as it is now. */
export function CheckPerson({ connectorId }: { connectorId: string }) {
  const [text, setText] = useState('')
  const [asked, setAsked] = useState<{ query: string; jobId: string | null } | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const { job, problem } = useJob(asked?.jobId ?? null)
  const busy = asked !== null && refusal === null && problem === null && !job?.ended
  const ask = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    setRefusal(null)
    setAsked({ query: text.trim(), jobId: null })
    const answer = await checkPerson({ connectorId, query: text })
    if (answer.ok) return setAsked({ query: text.trim(), jobId: answer.value.jobId })
    setRefusal(answer.problems.map(found => found.text).join(' '))
  }
  return (
    <Stack gap="md">
      <search>
        <form onSubmit={ask} noValidate>
          <Group align="flex-end" gap="xs">
            <TextInput
              type="search"
              label={say('check.whom')}
              description={say('check.whomHelp')}
              value={text}
              onChange={event => setText(event.currentTarget.value)}
              error={refusal}
              maxLength={200}
              w={{ base: '100%', sm: 360 }}
            />
            <BusyButton type="submit" variant="default" busy={busy}>
              {say('check.ask')}
            </BusyButton>
          </Group>
        </form>
      </search>
      {problem ? <Notice tone="danger">{problem}</Notice> : null}
      {busy ? <Text c="dimmed">{say('check.asking')}</Text> : null}
      {job && !busy ? <Found job={job} query={asked?.query ?? ''} /> : null}
    </Stack>
  )
}

function Found({ job, query }: { job: JobView; query: string }) {
  const announce = useAnnounce()
  const people = job.kind === 'check' ? job.people.length : null
  useEffect(() => {
    if (people !== null) announce(say('check.found', { people }))
  }, [people, announce])
  if (job.kind === 'failed') return <Notice tone="danger">{job.text}</Notice>
  if (job.kind !== 'check') return null
  if (job.people.length === 0) return <Notice tone="quiet">{say('check.nobody', { query })}</Notice>
  return job.people.length === 1 ? (
    job.people.map(trace => <Person key={trace.anchor} trace={trace} />)
  ) : (
    <Stack gap="xs">
      <Text>{say('check.several', { people: job.people.length })}</Text>
      {job.people.map(trace => (
        <details key={trace.anchor}>
          <summary style={{ cursor: 'pointer', minHeight: 24 }}>
            <bdi>{trace.person}</bdi> · {trace.verdict}
          </summary>
          <Person trace={trace} />
        </details>
      ))}
    </Stack>
  )
}

function Person({ trace }: { trace: TraceView }) {
  return (
    <Stack gap="md" pt="xs" data-person={trace.anchor}>
      <div>
        <Title order={3}>
          <bdi>{trace.person}</bdi>: {trace.verdict}
        </Title>
        {trace.email || trace.unit ? (
          <Text c="dimmed">{[trace.email, trace.unit].filter(part => part !== null).join(' · ')}</Text>
        ) : null}
      </div>
      <TraceSteps trace={trace} />
    </Stack>
  )
}
