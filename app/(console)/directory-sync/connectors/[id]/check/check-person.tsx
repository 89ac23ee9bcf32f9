'use client'

import { Stack, Text, Title } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useJob } from '@/app/(console)/use-job'
import type { CheckedPerson, HistoryLine, JobView } from '@/app/api/jobs/[id]/job-view'
import { answered } from '@/app/forms/answered'
import { inOneLine } from '@/app/forms/use-act'
import { say } from '@/app/messages/say'
import { TraceSteps } from '@/app/trace/trace-steps'
import { TextLink } from '@/app/ui/links'
import { List } from '@/app/ui/list'
import { useAnnounce } from '@/app/ui/live-region'
import { Notice } from '@/app/ui/notice'
import { SearchBox } from '@/app/ui/search-box'
import { checkPerson } from '../../actions'

type Props = {
  connectorId: string
  /** Who is asked about at once, because a link asked. */
  whom?: string | undefined
}

/** One box: whom? Then how that person comes to what happens to them, asked of the directory as it is now. */
export function CheckPerson({ connectorId, whom }: Props) {
  const [asked, setAsked] = useState<{ query: string; jobId: string | null } | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const { job, problem } = useJob(asked?.jobId ?? null)
  const busy = asked !== null && refusal === null && problem === null && !job?.ended
  const ask = async (text: string) => {
    if (busy) return
    setRefusal(null)
    setAsked({ query: text.trim(), jobId: null })
    const answer = await answered(checkPerson({ connectorId, query: text }))
    if (answer.ok) return setAsked({ query: text.trim(), jobId: answer.value.jobId })
    setRefusal(inOneLine(answer.problems))
  }
  const began = useRef(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a link asks once
  useEffect(() => {
    if (!whom || began.current) return
    began.current = true
    ask(whom)
  }, [whom])
  return (
    <Stack gap="md">
      <SearchBox
        {...(whom ? { initial: whom } : {})}
        label={say('check.whom')}
        help={say('check.whomHelp')}
        action={say('check.ask')}
        problem={refusal}
        busy={busy}
        width={360}
        onSearch={ask}
      />
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
            <bdi>{trace.person}</bdi> · {trace.email ?? trace.unit ?? trace.anchor} · {trace.verdict}
          </summary>
          <Person trace={trace} />
        </details>
      ))}
    </Stack>
  )
}

function Person({ trace }: { trace: CheckedPerson }) {
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
      <History lines={trace.history} />
    </Stack>
  )
}

/** What the last runs did about somebody; the unchanged have no rows. */
function History({ lines }: { lines: readonly HistoryLine[] }) {
  if (lines.length === 0) return <Text c="dimmed">{say('check.noHistory')}</Text>
  return (
    <div>
      <Text fw={600}>{say('check.history')}</Text>
      <List plain>
        {lines.map(({ href, run, text }) => (
          <li key={href}>
            <TextLink href={href} prefetch={false}>
              {run}
            </TextLink>{' '}
            · {text}
          </li>
        ))}
      </List>
    </div>
  )
}
