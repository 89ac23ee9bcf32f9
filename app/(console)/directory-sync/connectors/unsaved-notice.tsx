import { say } from '@/app/messages/say'
import { TextLink } from '@/app/ui/links'
import { List } from '@/app/ui/list'
import { Notice } from '@/app/ui/notice'
import type { OpenConnector } from './open-connector'

/** What whoever looks has typed into steps and not saved: it is shown nowhere else, and takes no part. */
export function UnsavedNotice({ open: { connector, unsaved } }: { open: OpenConnector }) {
  if (unsaved.length === 0) return null
  return (
    <Notice tone="warn" title={say('setup.unsavedTitle', { count: unsaved.length })} data-testid="unsaved">
      <List>
        {unsaved.map(({ step, at }) => (
          <li key={step}>
            {say('setup.unsavedStep', { step: say(`setup.${step}`), at: at.text })}{' '}
            <TextLink href={`/directory-sync/connectors/${connector.id}/setup/${step}`}>
              {say('review.goThere')}
              <span className="visually-hidden"> {say(`setup.${step}`)}</span>
            </TextLink>
          </li>
        ))}
      </List>
    </Notice>
  )
}
