import Link from 'next/link'
import { askedLanguage } from '@/lib/access/asked-language'
import { say } from './messages/say'
import { Doorway } from './ui/doorway'

export default async function NotFound() {
  await askedLanguage()
  return (
    <Doorway title={say('notFound.title')} lead={say('notFound.text')}>
      <Link href="/directory-sync" className="plain-button">
        {say('notFound.link')}
      </Link>
    </Doorway>
  )
}
