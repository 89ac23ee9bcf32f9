import { Group, Stack, Text } from '@mantine/core'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import * as z from 'zod'
import { openConsole } from '@/app/(console)/console'
import { RefreshWhile } from '@/app/(console)/directory-sync/refresh-while'
import { say } from '@/app/messages/say'
import { Words } from '@/app/messages/words'
import { Card } from '@/app/ui/card'
import { LinkButton } from '@/app/ui/links'
import { moment } from '@/app/ui/moment'
import { PageHeading } from '@/app/ui/page-heading'
import { ProgressBar } from '@/app/ui/progress-bar'
import { askedLanguage } from '@/lib/access/asked-language'
import { type AccountDeed, accountDeeds } from '@/lib/messenger/manage-accounts'
import { readAdministrator } from '@/lib/store/administrators'
import { inOrganization } from '@/lib/store/organization'
import { countItems, listRefused, type ReviewJob, readReviewJob } from '@/lib/store/review-jobs'
import type { Quote } from '@/lib/unmanaged/quote'
import { sentence } from '@/lib/words/words'
import { NotReadyList } from '../../deeds/not-ready-list'
import { costText } from '../../deeds/proposal-view'

type Props = { params: Promise<{ id: string }> }

const named = 200

/** Once per request, for the title and the page. */
const load = cache(async (asked: string) => {
  const { admin, organization } = await openConsole('enrollment.read')
  const id = z.uuid().safeParse(asked)
  const found = id.success
    ? await inOrganization(admin.organizationId, async tx => {
        const job = await readReviewJob(tx, id.data)
        if (!job) return null
        const by = z.uuid().safeParse(job.requestedBy)
        return {
          job,
          progress: await countItems(tx, id.data),
          refused: await listRefused(tx, id.data, named),
          by: by.success ? ((await readAdministrator(tx, by.data))?.displayName ?? '') : job.requestedBy,
        }
      })
    : null
  return found ? { ...found, timeZone: organization.timeZone } : notFound()
})

const deedOf = ({ kind }: ReviewJob): AccountDeed => accountDeeds.find(deed => deed === kind) ?? 'manage'

export async function generateMetadata(props: Props): Promise<Metadata> {
  await askedLanguage()
  const { job } = await load((await props.params).id)
  return { title: say(`reviewJob.title.${deedOf(job)}`) }
}

/** How far work on many people is, what it came to, and who was left as they are. */
export default async function ReviewPage(props: Props) {
  const { job, progress, refused, by, timeZone } = await load((await props.params).id)
  const deed = deedOf(job)
  const isDone = job.finishedAt !== null
  const settled = progress.done + progress.refused
  const quote = job.quote as Quote | null
  return (
    <Words of={['deed']}>
      <RefreshWhile active={!isDone} />
      <Stack gap="lg" maw={860}>
        <PageHeading
          title={say(`reviewJob.title.${deed}`)}
          lead={say('reviewJob.lead', { when: moment(job.createdAt, timeZone).text, by })}
        />
        <Card title={say('reviewJob.progress')} id="progress">
          <Stack>
            <ProgressBar
              label={say('reviewJob.progress')}
              percent={job.total === 0 ? 100 : Math.round((settled / job.total) * 100)}
            />
            <Text role="status">
              {isDone
                ? say('reviewJob.finished', { done: progress.done, refused: progress.refused })
                : say('reviewJob.working', { done: settled, total: job.total })}
            </Text>
            {isDone ? null : <Text c="dimmed">{say('reviewJob.safe')}</Text>}
            {deed === 'manage' && quote ? (
              <Text>{`${say('reviewJob.cost')}: ${costText(quote.cost, quote.ready - quote.withoutSeat)}`}</Text>
            ) : null}
          </Stack>
        </Card>
        {refused.length > 0 ? (
          <NotReadyList
            title={say('reviewJob.refused')}
            people={refused.map(({ reason, ...person }) => ({ ...person, why: sentence(reason, {}, 'review') }))}
            further={progress.refused - refused.length}
          />
        ) : null}
        <Group>
          <LinkButton variant="default" href="/users/unmanaged">
            {say('reviewJob.toUnmanaged')}
          </LinkButton>
          <LinkButton variant="default" href="/users/managed">
            {say('reviewJob.toManaged')}
          </LinkButton>
        </Group>
      </Stack>
    </Words>
  )
}
