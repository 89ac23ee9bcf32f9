import { askedLanguage } from '@/lib/access/asked-language'
import { basePath } from '@/lib/launch/base-path'
import { say } from './messages/say'
import { Doorway } from './ui/doorway'

export default async function NotFound() {
  await askedLanguage()
  return (
    <Doorway title={say('notFound.title')} lead={say('notFound.text')}>
      <a href={`${basePath()}/directory-sync`} className="plain-button">
        {say('notFound.link')}
      </a>
    </Doorway>
  )
}
