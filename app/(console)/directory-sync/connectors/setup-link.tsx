import { say } from '@/app/messages/say'
import { Reserved } from '@/app/rights/reserved'
import { LinkButton } from '@/app/ui/links'

/** The way to the steps of the setup: to change them, or only to look where they are set elsewhere or by others. */
export function SetupLink({ connectorId, managed }: { connectorId: string; managed: boolean }) {
  const link = (words: 'connector.edit' | 'managedOn.look') => (
    <LinkButton variant="default" href={`/directory-sync/connectors/${connectorId}/setup/connection`}>
      {say(words)}
    </LinkButton>
  )
  if (managed) return link('managedOn.look')
  return (
    <Reserved to="enrollment.sync.configure" instead={link('managedOn.look')}>
      {link('connector.edit')}
    </Reserved>
  )
}
