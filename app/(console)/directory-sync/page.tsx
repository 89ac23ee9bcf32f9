import { Group, Stack } from '@mantine/core'
import { Suspense } from 'react'
import { openConsole } from '@/app/(console)/console'
import { say } from '@/app/messages/say'
import { titled } from '@/app/messages/titled'
import { Reserved } from '@/app/rights/reserved'
import { Card } from '@/app/ui/card'
import { LinkButton, TextLink } from '@/app/ui/links'
import { Notice } from '@/app/ui/notice'
import { PageHeading } from '@/app/ui/page-heading'
import { Part } from '@/app/ui/part'
import { CardSkeleton } from '@/app/ui/skeleton'
import { Status } from '@/app/ui/status'
import type { Admin } from '@/lib/access/admin'
import { offlineBefore } from '@/lib/agents/agent-state'
import { env } from '@/lib/env'
import { overdueBefore } from '@/lib/notify/overdue'
import { listAgentsAway } from '@/lib/store/agents-away'
import { listConnectors } from '@/lib/store/connectors'
import { verifiedDomains } from '@/lib/store/domains'
import { countCasesByConnector } from '@/lib/store/join-cases'
import { seatsOf } from '@/lib/store/licenses'
import { isMessengerFailing } from '@/lib/store/messengers-failing'
import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import { listRunDays } from '@/lib/store/run-days'
import { listRuns } from '@/lib/store/runs'
import { wouldChangeNothing } from '@/lib/sync/plan-hash'
import { isActive, isWaiting } from '@/lib/sync/run-state'
import { AgentsNotice } from './agents-notice'
import { ConnectorCard } from './connector-card'
import { CheckPerson } from './connectors/[id]/check/check-person'
import { GettingStarted } from './getting-started'
import { health, healthTones } from './health'
import { LastAndNext } from './last-and-next'
import { daysShown, LastDays } from './last-days/last-days'
import { NeedsYou } from './needs-you'
import { Precedence } from './precedence'
import { RefreshWhile } from './refresh-while'
import { type RunLine, runLine } from './runs/run-line'
import { RunsTable } from './runs/runs-table'
import { StaleNotice } from './stale-notice'

export const generateMetadata = titled('overview.title')

/** Is the synchronization healthy, what happened last, and what needs me. */
export default async function OverviewPage() {
  const { admin, organization } = await openConsole('enrollment.read')
  const now = new Date()
  const {
    connectors,
    runs: all,
    domains,
    seats,
    trouble,
    cases,
  } = await inOrganization(admin.organizationId, async tx => ({
    connectors: await listConnectors(tx),
    runs: await listRuns(tx, { limit: 20 }),
    domains: await verifiedDomains(tx),
    seats: await seatsOf(tx),
    trouble: await troubleOf(tx, now),
    cases: await countCasesByConnector(tx),
  }))
  if (connectors.length === 0) return <FirstTime />
  // What a deleted connector did is history, and on the page of runs.
  const runs = all.filter(({ connectorId }) => connectors.some(({ id }) => id === connectorId))
  const state = health(connectors, runs, trouble)
  // With several connectors, whose directory is asked has to be chosen first: on its own page.
  const [only, ...others] = connectors
  const checked = only && others.length === 0 && only.state !== 'draft' ? only : null
  const lines = runs.map(run => runLine(run, organization.timeZone, connectors))
  const decisions = connectors.map(({ id, name }) => ({ connectorId: id, connector: name, people: cases.get(id) ?? 0 }))
  const waiting = new Set(runs.filter(run => isWaiting(run.state) && !wouldChangeNothing(run)).map(({ id }) => id))
  return (
    <Stack gap="lg" maw={1280}>
      <RefreshWhile active={runs.some(run => isActive(run.state))} />
      <PageHeading
        title={say('overview.title')}
        lead={
          <Group gap="xs">
            <Status tone={healthTones[state]}>{say(`health.${state}.word`)}</Status>
            <span>{say(`health.${state}.text`)}</span>
            {state === 'messengerFailing' ? (
              <TextLink href="/settings/messenger">{say('health.messengerFailing.look')}</TextLink>
            ) : null}
          </Group>
        }
        actions={
          <Reserved to="enrollment.sync.configure" instead={null}>
            <LinkButton href="/directory-sync/connectors/new" variant="default">
              {say('overview.addConnector')}
            </LinkButton>
          </Reserved>
        }
      />
      <AgentsNotice />
      <StaleNotice />
      <LastAndNext lines={lines} connectors={connectors} seats={seats} timeZone={organization.timeZone} now={now} />
      <NeedsYou
        runs={lines.filter(({ id }) => waiting.has(id))}
        decisions={decisions.filter(({ people }) => people > 0)}
        problems={connectors.flatMap(({ id }) => lastWithProblems(lines, id))}
      />
      {connectors.map(connector => (
        <ConnectorCard
          key={connector.id}
          connector={connector}
          active={lines.find(line => line.connectorId === connector.id && isActive(line.state)) ?? null}
        />
      ))}
      {checked ? (
        <Card title={say('check.title')} id="check">
          <CheckPerson connectorId={checked.id} />
        </Card>
      ) : null}
      <Precedence connectors={connectors} precedence={organization.precedence} />
      <GettingStarted connectors={connectors} domains={domains} />
      <Part name={say('lastDays.title', { days: daysShown })}>
        <Suspense
          fallback={<CardSkeleton title={say('lastDays.title', { days: daysShown })} id="last-days" height={320} />}
        >
          <LastDaysOf admin={admin} timeZone={organization.timeZone} now={now} />
        </Suspense>
      </Part>
      <Card title={say('overview.recentRuns')} id="recent-runs">
        <RunsTable lines={lines.slice(0, 5)} label={say('overview.recentRuns')} />
        <TextLink href="/directory-sync/runs">{say('overview.allRuns')}</TextLink>
      </Card>
    </Stack>
  )
}

/** The connector's last run that was no preview, if it found people with problems. */
function lastWithProblems(lines: readonly RunLine[], connectorId: string): RunLine[] {
  const last = lines.find(line => line.connectorId === connectorId && line.totals !== null && isSynchronization(line))
  return last?.totals && last.totals.problems > 0 ? [last] : []
}

const isSynchronization = ({ kind }: RunLine): boolean => kind === 'synchronize' || kind === 'approved'

async function troubleOf(tx: OrganizationTransaction, now: Date) {
  const { ENROLLMENT_AGENT_OFFLINE_MINUTES: minutes, ENROLLMENT_OVERDUE_HOURS: hours } = env()
  const agents = await listAgentsAway(tx, offlineBefore(now, minutes))
  return {
    noAgentLeft: agents.some(({ working }) => working === 0),
    messengerFailing: await isMessengerFailing(tx, overdueBefore(now, hours)),
  }
}

/** The history may fail alone. */
async function LastDaysOf({ admin, timeZone, now }: { admin: Admin; timeZone: string; now: Date }) {
  const days = await inOrganization(admin.organizationId, tx => listRunDays(tx, { timeZone, days: daysShown }))
  return <LastDays known={days} today={new Intl.DateTimeFormat('en-CA', { timeZone }).format(now)} />
}

function FirstTime() {
  return (
    <Stack gap="lg" maw={760}>
      <PageHeading title={say('overview.title')} lead={say('overview.purpose')} />
      <Card title={say('overview.connect')} id="connect">
        <p style={{ margin: 0 }}>{say('overview.connectText')}</p>
        <Reserved to="enrollment.sync.configure">
          <div>
            <LinkButton href="/directory-sync/connectors/new">{say('overview.connect')}</LinkButton>
          </div>
        </Reserved>
      </Card>
      <Notice tone="quiet">{say('overview.readOnly')}</Notice>
    </Stack>
  )
}
