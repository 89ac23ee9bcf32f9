import type { Facets } from '@/app/api/runs/[id]/facets/route'
import { say } from '@/app/messages/say'
import { TextLink } from '@/app/ui/links'
import { Notice } from '@/app/ui/notice'

/** What most updates have in common, with a link to exactly these rows. */
export function UpdateCause({ runId, cause }: { runId: string; cause: Facets['updates'] }) {
  if (cause === null) return null
  return (
    <Notice tone="quiet">
      <span data-testid="update-cause">{cause.text}</span>{' '}
      <span data-off-paper>
        <TextLink href={`/directory-sync/runs/${runId}?${cause.query}#changes`} prefetch={false}>
          {say('run.cause.show', { people: cause.people })}
        </TextLink>
      </span>
    </Notice>
  )
}
