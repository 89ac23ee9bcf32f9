import { Group } from '@mantine/core'
import { say } from '@/app/messages/say'
import { LinkButton } from '@/app/ui/links'

type Way = { href: string; text: string } | null

/** Back to the newest of a list that goes on by places, and on to what is older. */
export const NewestOlder = ({ newest, older }: { newest: Way; older: Way }) => (
  <Group component="nav" aria-label={say('pages.label')} justify="flex-end" gap="xs">
    {[newest, older].map(way =>
      way ? (
        <LinkButton key={way.text} variant="default" href={way.href}>
          {way.text}
        </LinkButton>
      ) : null,
    )}
  </Group>
)
