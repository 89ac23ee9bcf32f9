'use client'

import { Group, Stack, Text } from '@mantine/core'
import { readJson } from '@/app/(console)/use-job'
import type { RunView } from '@/app/api/runs/[id]/run-view'
import { say } from '@/app/messages/say'
import { Reserved } from '@/app/rights/reserved'
import { useAddress } from '@/app/ui/base-path'
import { TextLink } from '@/app/ui/links'
import { Notice } from '@/app/ui/notice'
import { PageHeading } from '@/app/ui/page-heading'
import { Status } from '@/app/ui/status'
import { runTones } from '@/app/ui/tone'
import { useLive } from '@/app/ui/use-live'
import { When } from '@/app/ui/when'
import { Approval } from './approval'
import { Changes } from './changes'
import { Groups } from './groups'
import { Progress } from './progress'
import { RemovalCauses } from './removal-causes'
import { Report } from './report'
import { RevertButton } from './revert-button'
import { useChoice } from './use-choice'

/** A run from its beginning to its end: progress while it works, its plan, the decision about it, and its report. */
export function RunPage({ initial }: { initial: RunView }) {
  const address = useAddress()
  const {
    data: run = initial,
    isError,
    refresh,
  } = useLive({
    question: initial.id,
    ask: signal => readJson<RunView>(address(`/api/runs/${initial.id}`), signal),
    first: initial,
    again: ({ active, waiting, kinds }) => (active ? 1000 : waiting ? restOf(kinds) : null),
  })
  const [choice, setChoice] = useChoice(run)
  return (
    <Stack gap="lg" maw={1280}>
      <PageHeading title={say('run.title', { number: run.number })} lead={<Lead run={run} />} />
      {isError ? <Notice tone="warn">{say('run.reconnecting')}</Notice> : null}
      <Outcome run={run} />
      <Progress run={run} />
      {run.plan && run.plan.changes > 0 ? (
        <Reserved to="enrollment.sync.approve">
          <Approval run={run} plan={run.plan} choice={choice} onChoice={setChoice} onRejected={refresh} />
        </Reserved>
      ) : null}
      {run.waiting ? null : <Report run={run} />}
      {run.revertable > 0 ? (
        <Reserved to="enrollment.sync.run">
          <RevertButton run={run} />
        </Reserved>
      ) : null}
      {run.active ? null : <Changes run={run} choice={run.plan ? choice : null} onChoice={setChoice} />}
      {run.active || !run.groupReport ? null : (
        <Groups run={run} choice={run.plan ? choice : null} onChoice={setChoice} />
      )}
      {run.waiting ? <Report run={run} /> : null}
    </Stack>
  )
}

/** A plan that waits changes only with somebody's decision, and its rows are counted with each look: many less often. */
const restOf = (kinds: RunView['kinds']): number =>
  kinds.reduce((sum, { count }) => sum + count, 0) > 20_000 ? 15_000 : 5_000

function Lead({ run }: { run: RunView }) {
  return (
    <Group gap="xs">
      <Status tone={runTones[run.state]}>{run.stateText}</Status>
      <span>
        {run.kindText} · {run.startedBy} · <When moment={run.started} />
        {run.took === null ? '' : ` · ${say('run.took', { took: run.took })}`}
      </span>
      {run.connectorId === null ? (
        <span>{run.connector}</span>
      ) : (
        <>
          <TextLink href={`/directory-sync/connectors/${run.connectorId}`}>{run.connector}</TextLink>
          <TextLink href={`/directory-sync/connectors/${run.connectorId}/versions`}>
            {say('run.version', { version: run.version })}
          </TextLink>
        </>
      )}
    </Group>
  )
}

/** How a preview ends that nobody approved. Its report counts what would have been done, so the page goes on to say so. */
const notCarriedOut: ReadonlySet<RunView['state']> = new Set(['rejected', 'superseded', 'expired'])

/** What the state means for the reader, in a sentence: why it is held or failed, or what became of a plan. */
function Outcome({ run }: { run: RunView }) {
  const empty = run.plan?.changes === 0
  return (
    <>
      {run.schedule.length > 0 ? (
        <Notice tone={run.putOff ? 'warn' : 'quiet'}>
          <Sentences sentences={run.schedule} />
        </Notice>
      ) : null}
      {run.fault ? (
        <Notice tone="danger" title={say('run.failed')}>
          {run.fault}
        </Notice>
      ) : null}
      {run.notices.length > 0 ? (
        <Notice tone="warn" title={say(run.revert ? 'run.doesNotComeBack' : 'run.toDecide')}>
          <Sentences sentences={run.notices} />
        </Notice>
      ) : null}
      {run.seats ? <Notice tone={run.seats.short ? 'warn' : 'quiet'}>{run.seats.text}</Notice> : null}
      {run.preview && run.waiting ? (
        <Notice tone="held">
          {say(empty ? 'run.nothingToDo' : run.revert ? 'run.revertNote' : 'run.previewNote')}
        </Notice>
      ) : null}
      {run.preview && notCarriedOut.has(run.state) ? <Notice tone="quiet">{say('run.previewNote')}</Notice> : null}
      {run.holds.length > 0 && run.waiting ? (
        <Notice tone="held" title={say(run.preview ? 'run.safety' : 'run.heldTitle')}>
          <Sentences sentences={run.holds} />
          {run.beside ? <Text mt="xs">{run.beside}</Text> : null}
          {run.waitsUntil ? (
            <Text mt="xs">
              {say('run.waitsUntil')} <When moment={run.waitsUntil} />. {say('run.waitsThen')}
            </Text>
          ) : null}
        </Notice>
      ) : null}
      <RemovalCauses run={run} />
      {run.undelivered.length > 0 && !run.active ? (
        <Notice tone="warn" title={say('run.undeliveredTitle')}>
          <Sentences sentences={run.undelivered} />
        </Notice>
      ) : null}
      {run.changedThere.length > 0 ? (
        <Notice tone="warn" title={say('run.changedThereTitle')}>
          <Sentences sentences={run.changedThere} />
        </Notice>
      ) : null}
      {run.reading ? <Notice tone="quiet">{run.reading}</Notice> : null}
      {run.rejected ? <Notice tone="quiet">{run.rejected}</Notice> : null}
      {run.related ? <Related related={run.related} /> : null}
    </>
  )
}

function Sentences({ sentences }: { sentences: readonly string[] }) {
  return (
    <ul style={{ margin: 0, paddingInlineStart: 20 }}>
      {sentences.map(sentence => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  )
}

function Related({ related }: { related: NonNullable<RunView['related']> }) {
  return (
    <Notice tone="quiet">
      <Text component="span">
        {say(related.carriesOut ? 'run.carriesOut' : 'run.carriedOut', {
          name: related.approvedBy,
          reason: related.reason,
        })}{' '}
        <TextLink href={`/directory-sync/runs/${related.id}`}>
          {say('runs.number', { number: related.number })}
        </TextLink>
      </Text>
    </Notice>
  )
}
