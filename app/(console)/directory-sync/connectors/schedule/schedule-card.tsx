import { Group, Text } from '@mantine/core'
import { say } from '@/app/messages/say'
import { Words } from '@/app/messages/words'
import { Reserved } from '@/app/rights/reserved'
import { Card } from '@/app/ui/card'
import { LinkButton } from '@/app/ui/links'
import { moment } from '@/app/ui/moment'
import { Notice } from '@/app/ui/notice'
import { readAdministratorName } from '@/lib/store/administrators'
import { inOrganization } from '@/lib/store/organization'
import { readClocks, type ScheduleClock } from '@/lib/store/schedule-clocks'
import { sentence } from '@/lib/words/words'
import type { OpenConnector } from '../open-connector'
import { nextRuns } from './next-runs'
import { NextRunsList } from './next-runs-list'
import { PauseButton } from './pause-button'
import { scheduleInWords } from './schedule-in-words'

type Props = { open: OpenConnector }

/** When a connector runs by itself, why it does not, and the way to change that. */
export async function ScheduleCard({ open: { admin, organization, connector } }: Props) {
  const { timeZone } = organization
  const { clocks, pausedBy } = await inOrganization(admin.organizationId, async tx => ({
    clocks: await readClocks(tx, connector.id),
    pausedBy: connector.paused ? await readAdministratorName(tx, connector.paused.by) : '',
  }))
  const lastDate = clocks.find(({ kind }) => kind === 'full')?.lastDate ?? null
  const still = connector.domainSid === null ? 'waiting' : stillness[connector.state]
  const missed = leftOut(clocks, timeZone)
  return (
    <Card title={say('connector.schedule')} id="schedule">
      <Text>{scheduleInWords(connector.schedule)}</Text>
      {still ? (
        <Notice tone={still === 'attention' ? 'danger' : 'quiet'}>
          {still === 'paused' && connector.paused
            ? pausedText(connector.paused, pausedBy, timeZone)
            : say(`schedule.${still}`)}
        </Notice>
      ) : null}
      {missed ? <Notice tone="warn">{missed}</Notice> : null}
      {connector.schedule && !still ? (
        <NextRunsList runs={nextRuns(connector.schedule, timeZone, { after: new Date(), lastDate })} />
      ) : null}
      <Reserved to="enrollment.sync.configure">
        <Group gap="xs">
          <LinkButton variant="default" href={`/directory-sync/connectors/${connector.id}/schedule`}>
            {say('connector.changeSchedule')}
          </LinkButton>
          <Words
            of={[
              'schedule.keep',
              'schedule.pause',
              'schedule.pauseReason',
              'schedule.pauseReasonHelp',
              'schedule.pauseText',
              'schedule.pauseTitle',
              'schedule.resume',
              'schedule.resumeOn',
              'schedule.resumeOnHelp',
            ]}
          >
            <PauseButton connectorId={connector.id} state={connector.state} />
          </Words>
        </Group>
      </Reserved>
    </Card>
  )
}

function pausedText({ at, reason, until }: Paused, name: string, timeZone: string): string {
  const said = { name, at: moment(new Date(at), timeZone).text, reason }
  return until
    ? say('schedule.pausedUntil', { ...said, until: moment(new Date(until), timeZone).text })
    : say('schedule.pausedBy', said)
}

type Paused = NonNullable<OpenConnector['connector']['paused']>

const stillness: Partial<Record<OpenConnector['connector']['state'], 'paused' | 'attention'>> = {
  paused: 'paused',
  attention: 'attention',
}

/** Of a full run's last time only, and only what somebody should do something about. */
function leftOut(clocks: readonly ScheduleClock[], timeZone: string): string | null {
  const clock = clocks.find(({ kind }) => kind === 'full')
  if (!clock?.leftOut || !clock.lastFor || clock.leftOut.code === 'had-its-run') return null
  const why = sentence(clock.leftOut.code, clock.leftOut.args, 'runs')
  return say('schedule.leftOut', { at: moment(clock.lastFor, timeZone).text, why })
}
