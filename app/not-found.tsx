import { Stack } from '@mantine/core'
import { askedLanguage } from '@/lib/access/asked-language'
import { say } from './messages/say'
import { Doorway } from './ui/doorway'
import { LinkButton } from './ui/links'

export default async function NotFound() {
  await askedLanguage()
  return (
    <Doorway title={say('notFound.title')}>
      <Stack align="flex-start">
        {say('notFound.text')}
        <LinkButton href="/directory-sync">{say('notFound.link')}</LinkButton>
      </Stack>
    </Doorway>
  )
}
