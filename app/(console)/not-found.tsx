import { Text } from '@mantine/core'
import { say } from '@/app/messages/say'
import { LinkButton } from '@/app/ui/links'
import { PageHeading } from '@/app/ui/page-heading'
import { askedLanguage } from '@/lib/access/asked-language'

/** Something of the console that is not there, or no more: header and navigation stay. */
export default async function NotFound() {
  await askedLanguage()
  return (
    <>
      <PageHeading title={say('notFound.title')} />
      <Text my="md">{say('notFound.text')}</Text>
      <LinkButton href="/directory-sync">{say('notFound.link')}</LinkButton>
    </>
  )
}
