import { Text } from '@mantine/core'
import { say } from '@/app/messages/say'
import { Words } from '@/app/messages/words'
import { Reserved } from '@/app/rights/reserved'
import { Card } from '@/app/ui/card'
import { Facts } from '@/app/ui/facts'
import { Technical } from '@/app/ui/technical'
import { WebhookSettings } from './webhook-settings'

/** Which other system is told. An address may hold a secret of its own: whoever may not change it sees its host alone. */
export function WebhookCard({ url, mayChange }: { url: string | null; mayChange: boolean }) {
  return (
    <Card title={say('webhook.title')} id="webhook">
      <Text>{say('webhook.lead')}</Text>
      {url === null ? (
        <Text>{say('webhook.none')}</Text>
      ) : (
        <Facts
          facts={[
            { label: say('webhook.webhookUrl'), value: <Technical>{mayChange ? url : new URL(url).host}</Technical> },
            { label: say('webhook.webhookSecret'), value: say('webhook.secretStored') },
          ]}
        />
      )}
      <Reserved to="enrollment.settings.write">
        <Words of={['webhook', 'dialog', 'form']}>
          <WebhookSettings url={url} />
        </Words>
      </Reserved>
    </Card>
  )
}
