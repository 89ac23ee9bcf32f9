import { Stack } from '@mantine/core'
import { say } from './messages/say'
import { Doorway } from './ui/doorway'
import { LinkButton } from './ui/links'

export default function NotFound() {
  return (
    <Doorway title={say('notFound.title')}>
      <Stack align="flex-start">
        {say('notFound.text')}
        <LinkButton href="/directory-sync">{say('notFound.link')}</LinkButton>
      </Stack>
    </Doorway>
  )
}
