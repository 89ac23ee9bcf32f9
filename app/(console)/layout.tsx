import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { say } from '@/app/messages/say'
import { Words } from '@/app/messages/words'
import { lackingOf, roleName } from '@/app/rights/lacking'
import { Rights } from '@/app/rights/reserved'
import { lateBefore } from '@/lib/agents/agent-state'
import { env } from '@/lib/env'
import { listWithRoles } from '@/lib/store/administrators'
import { listAgentsAway } from '@/lib/store/agents-away'
import { inOrganization } from '@/lib/store/organization'
import { openConsole } from './console'
import { ConsoleShell } from './console-shell'

export async function generateMetadata(): Promise<Metadata> {
  const { organization } = await openConsole('enrollment.read')
  const name = say('titleOf', { organization: organization.name })
  return { title: { default: name, template: `%s – ${name}` } }
}

/** Everything behind sign-in: header, navigation and the page. Each page asks for its own permission again. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const { admin, organization } = await openConsole('enrollment.read')
  const since = lateBefore(new Date(), env().ENROLLMENT_AGENT_OFFLINE_MINUTES)
  const { connectors, owners } = await inOrganization(admin.organizationId, async tx => ({
    connectors: await listAgentsAway(tx, since),
    owners: await listWithRoles(tx, ['primary-master-admin']),
  }))
  const agentsAway = connectors.reduce((sum, { away }) => sum + away.length, 0)
  const lacking = lackingOf(
    admin,
    owners.map(({ name }) => name),
  )
  return (
    <Rights lacking={lacking}>
      <Words
        of={['account', 'commands', 'navigation', 'overview.addConnector', 'pages', 'scheme', 'shortcuts', 'skip']}
      >
        <ConsoleShell
          organization={organization.name}
          person={{ name: admin.displayName, email: admin.email, role: roleName(admin.role) }}
          agentsAway={agentsAway}
        >
          {children}
        </ConsoleShell>
      </Words>
    </Rights>
  )
}
