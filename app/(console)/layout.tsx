import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { say } from '@/app/messages/say'
import { Words } from '@/app/messages/words'
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
  return (
    <Words of={['account', 'commands', 'navigation', 'overview.addConnector', 'pages', 'scheme', 'shortcuts', 'skip']}>
      <ConsoleShell organization={organization.name} person={{ name: admin.displayName, email: admin.email }}>
        {children}
      </ConsoleShell>
    </Words>
  )
}
