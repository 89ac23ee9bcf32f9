import { Stack, Text } from '@mantine/core'
import { say } from '@/app/messages/say'
import { Card } from '@/app/ui/card'
import { moment } from '@/app/ui/moment'
import { Notice } from '@/app/ui/notice'
import { ProgressBar } from '@/app/ui/progress-bar'
import type { Adoption, Progress as Counts } from '@/lib/store/team-adoptions'
import { QuoteFacts } from './quote-facts'

type Props = { adoption: Adoption; progress: Counts; timeZone: string }

/** How far the members are, and who committed to which cost. */
export function AdoptionCard({ adoption, progress, timeZone }: Props) {
  const { members, waiting, done, notReady } = progress
  const settled = done + notReady
  return (
    <Card title={say('adoption.title')} id="adoption">
      <Stack gap="xs">
        {adoption.finishedAt ? null : (
          <ProgressBar
            label={say('adoption.progressLabel')}
            percent={members === 0 ? 100 : Math.round((settled / members) * 100)}
          />
        )}
        <Text>
          {say(adoption.finishedAt ? 'adoption.finished' : 'adoption.progress', { members, done, waiting, settled })}
        </Text>
        {notReady > 0 ? <Notice tone="warn">{say('adoption.notReady', { people: notReady })}</Notice> : null}
      </Stack>
      <QuoteFacts quote={adoption.quote} />
      <Text c="dimmed">
        {say('adoption.committed', {
          name: adoption.committedByName,
          at: moment(adoption.committedAt, timeZone).text,
          quote: adoption.quote.id,
        })}
      </Text>
    </Card>
  )
}
