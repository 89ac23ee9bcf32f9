import { openConsole } from '@/app/(console)/console'
import { say } from '@/app/messages/say'
import { TextLink } from '@/app/ui/links'
import { List } from '@/app/ui/list'
import { moment } from '@/app/ui/moment'
import { Notice } from '@/app/ui/notice'
import { inOrganization } from '@/lib/store/organization'
import { listReadings } from '@/lib/store/readings'
import { outdated } from '@/lib/sync/freshness'

/**
 * Says as of when people are shown, where that is longer ago than it should be, and why.
 * @param of one connector; left out = all of them
 */
export async function StaleNotice({ of }: { of?: string }) {
  const { admin, organization } = await openConsole('enrollment.read')
  const now = new Date()
  const readings = await inOrganization(admin.organizationId, listReadings)
  const old = readings
    .filter(({ id }) => of === undefined || id === of)
    .flatMap(reading => {
      const found = outdated(reading, now)
      return found ? [{ id: reading.id, name: reading.name, why: found.why, since: found.since }] : []
    })
  if (old.length === 0) return null
  return (
    <Notice tone="warn">
      <List plain>
        {old.map(({ id, name, why, since }) => (
          <li key={id}>
            {say('stale.shown', { connector: name, at: moment(since, organization.timeZone).text })}{' '}
            {say(`stale.${why}`)}{' '}
            {of === undefined ? (
              <TextLink href={`/directory-sync/connectors/${id}`}>{say('stale.look', { connector: name })}</TextLink>
            ) : null}
          </li>
        ))}
      </List>
    </Notice>
  )
}
