import { Stack, Text } from '@mantine/core'
import { openConsole } from '@/app/(console)/console'
import { say } from '@/app/messages/say'
import { titled } from '@/app/messages/titled'
import { Words } from '@/app/messages/words'
import { Reserved } from '@/app/rights/reserved'
import { Card } from '@/app/ui/card'
import { PageHeading } from '@/app/ui/page-heading'
import { may } from '@/lib/access/admin'
import { listDomains } from '@/lib/store/domains'
import { inOrganization } from '@/lib/store/organization'
import { ClaimForm } from './claim-form'
import { DomainCard } from './domain-card'

export const generateMetadata = titled('domains.title')

/** Which domains are the organization's, and how one more is proved. */
export default async function DomainsPage() {
  const { admin, organization } = await openConsole('enrollment.settings.read')
  const domains = await inOrganization(admin.organizationId, listDomains)
  const mayChange = may(admin, 'enrollment.settings.write')
  return (
    <Words of={['domains']}>
      <Stack gap="lg" maw={860}>
        <PageHeading title={say('domains.title')} lead={say('domains.lead')} />
        {domains.length === 0 ? <Text c="dimmed">{say('domains.none')}</Text> : null}
        {domains.map(domain => (
          <DomainCard key={domain.name} domain={domain} timeZone={organization.timeZone} mayChange={mayChange} />
        ))}
        <Reserved to="enrollment.settings.write">
          <Card title={say('domains.add')} id="claim">
            <ClaimForm />
          </Card>
        </Reserved>
      </Stack>
    </Words>
  )
}
