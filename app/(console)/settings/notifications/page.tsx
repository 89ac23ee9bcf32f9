import { Stack } from '@mantine/core'
import { openConsole } from '@/app/(console)/console'
import { say } from '@/app/messages/say'
import { titled } from '@/app/messages/titled'
import { Words } from '@/app/messages/words'
import { Card } from '@/app/ui/card'
import { List } from '@/app/ui/list'
import { moment } from '@/app/ui/moment'
import { Notice } from '@/app/ui/notice'
import { PageHeading } from '@/app/ui/page-heading'
import { undeliveredText } from '@/app/ui/undelivered-text'
import { may } from '@/lib/access/admin'
import { pageOf, whatHappened, whyItHappened } from '@/lib/notify/alert-letter'
import { readAdministrator } from '@/lib/store/administrators'
import { readAlertPreferences } from '@/lib/store/alert-preferences'
import { type ListedAlert, listAlerts } from '@/lib/store/alerts'
import { readNotifications } from '@/lib/store/notification-settings'
import { inOrganization } from '@/lib/store/organization'
import { countUndelivered } from '@/lib/store/outbox'
import { languages } from '@/lib/words/language'
import { type AlertLine, AlertsTable } from './alerts-table'
import { LanguageForm } from './language-form'
import { MailsCard } from './mails-card'
import { PreferencesForm } from './preferences-form'
import { SendTest } from './send-test'
import { WebhookCard } from './webhook-card'

export const generateMetadata = titled('alerts.title')

const shown = 20

/** Of what administrators, people and another system are told, what there was to tell, and what waits to be sent. */
export default async function NotificationsPage() {
  const { admin, organization } = await openConsole('enrollment.read')
  const { preferences, alerts, waiting, notifications, own } = await inOrganization(admin.organizationId, async tx => ({
    preferences: await readAlertPreferences(tx, { id: admin.administratorId, role: admin.role }),
    alerts: await listAlerts(tx, { limit: shown }),
    waiting: await countUndelivered(tx),
    own: (await readAdministrator(tx, admin.administratorId))?.language ?? languages[0],
    notifications: await readNotifications(tx),
  }))
  const mayConfigure = may(admin, 'enrollment.sync.configure')
  const { webhookUrl, ...mails } = notifications
  const reader = { name: admin.displayName, company: organization.name, language: organization.language }
  const chosen = { yours: own, company: mayConfigure ? organization.language : null }
  return (
    <Stack gap="lg">
      <PageHeading title={say('alerts.title')} lead={say('alerts.lead', { email: admin.email })} />
      {waiting.length > 0 ? (
        <Notice tone="warn" title={say('run.undeliveredTitle')}>
          <List plain>
            {waiting.map(one => (
              <li key={`${one.kind} ${one.error}`}>{undeliveredText(one)}</li>
            ))}
          </List>
        </Notice>
      ) : null}
      <Card title={say('alerts.preferences')} id="preferences">
        <Words of={['alerts']}>
          <PreferencesForm preferences={preferences} />
        </Words>
      </Card>
      <Card title={say('alerts.languages')} id="languages">
        <Words of={['alerts']}>
          <LanguageForm chosen={chosen} offered={languages} />
        </Words>
      </Card>
      <MailsCard stored={mails} mayChange={mayConfigure} reader={reader} />
      <WebhookCard url={webhookUrl} mayChange={may(admin, 'enrollment.settings.write')} />
      <Card title={say('alerts.test')} id="test">
        <Words of={['alerts']}>
          <SendTest webhook={webhookUrl !== null && mayConfigure} />
        </Words>
      </Card>
      <Card title={say('alerts.recent')} id="recent">
        <AlertsTable lines={alerts.map(alert => lineOf(alert, organization.timeZone))} />
      </Card>
    </Stack>
  )
}

const lineOf = (alert: ListedAlert, timeZone: string): AlertLine => ({
  id: alert.id,
  what: whatHappened(alert),
  why: whyItHappened(alert),
  href: pageOf(alert),
  last: moment(alert.lastAt, timeZone),
  times: alert.times,
  over: alert.endedAt !== null,
})
