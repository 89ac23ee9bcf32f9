import { Group, Stack, Text } from '@mantine/core'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { openConsole } from '@/app/(console)/console'
import { say } from '@/app/messages/say'
import { TraceSteps } from '@/app/trace/trace-steps'
import { managersIn, traceView } from '@/app/trace/trace-view'
import { Card } from '@/app/ui/card'
import { LinkButton, TextLink } from '@/app/ui/links'
import { PageHeading } from '@/app/ui/page-heading'
import { may } from '@/lib/access/admin'
import { parseAnchor } from '@/lib/directory/anchor'
import { traceOfRun } from '@/lib/runs/trace-run'
import { readCase } from '@/lib/store/join-cases'
import { inOrganization } from '@/lib/store/organization'
import { personNames } from '@/lib/store/person-names'
import { type Run, readRun } from '@/lib/store/runs'
import type { ReasonCode } from '@/lib/sync/change'
import type { Trace } from '@/lib/sync/trace'
import { isRunId } from '../../../run-id'

type Props = { params: Promise<{ id: string; anchor: string }> }

/** Once per request, for the title and the page. */
const load = cache(async (id: string, text: string) => {
  const { admin } = await openConsole('enrollment.read')
  const anchor = parseAnchor(text)
  if (!isRunId(id) || anchor === null) notFound()
  const found = await inOrganization(admin.organizationId, async tx => {
    const run = await readRun(tx, id)
    const trace = run && (await traceOfRun(tx, id, anchor))
    if (!trace) return null
    return {
      run,
      leaveOut: may(admin, 'enrollment.sync.configure') ? leavingOut(run, trace) : null,
      decide: (await readCase(tx, run.connectorId, anchor))
        ? `/directory-sync/connectors/${run.connectorId}/decisions?person=${anchor}`
        : null,
      trace: traceView(trace, await personNames(tx, id, managersIn(trace))),
    }
  })
  return found ?? notFound()
})
const loadFor = async ({ params }: Props) => {
  const { id, anchor } = await params
  return load(id, anchor)
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: (await loadFor(props)).trace.person }
}

const excluded: readonly ReasonCode[] = ['excluded', 'excluded-by-rule']

/** Where an exclusion can be made of somebody whom the plan names; null = there is one, or nothing happens to them. */
function leavingOut(run: Run, { anchor, change }: Trace): string | null {
  if (!change || excluded.includes(change.because.code)) return null
  const [problem] = change.because.code === 'problem' ? change.problems : []
  const about = problem && (problem.args.domain ?? problem.args.field)
  const person = new URLSearchParams({
    ...{ run: run.id, person: anchor },
    ...(problem ? { problem: problem.code } : {}),
    ...(about === undefined ? {} : { about: String(about) }),
  })
  return `/directory-sync/connectors/${run.connectorId}/setup/exclusion-rules?${person}`
}

/** Why a run did with one person what it did. */
export default async function PersonOfRunPage(props: Props) {
  const { run, trace, leaveOut, decide } = await loadFor(props)
  return (
    <Stack gap="lg" maw={760}>
      <PageHeading
        title={trace.person}
        lead={
          <>
            {trace.email ? <Text>{trace.email}</Text> : null}
            <TextLink href={`/directory-sync/runs/${run.id}`}>{say('run.title', { number: run.number })}</TextLink>
          </>
        }
      />
      <Card title={trace.verdict} id="verdict">
        <TraceSteps trace={trace} />
      </Card>
      <Group>
        {decide ? <LinkButton href={decide}>{say('decisions.decideHere')}</LinkButton> : null}
        {leaveOut ? (
          <LinkButton variant="default" href={leaveOut}>
            {say('changes.leaveOutPerson')}
          </LinkButton>
        ) : null}
      </Group>
    </Stack>
  )
}
