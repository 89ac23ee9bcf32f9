import { say } from '@/app/messages/say'
import { askedLanguage } from '@/lib/access/asked-language'
import { basePath } from '@/lib/launch/base-path'

/** Something of the console that is not there, or no more: header and navigation stay. Every page carries this, so it is plain. */
export default async function NotFound() {
  await askedLanguage()
  return (
    <>
      <h1>{say('notFound.title')}</h1>
      <p>{say('notFound.text')}</p>
      <a href={`${basePath()}/directory-sync`} className="plain-button">
        {say('notFound.link')}
      </a>
    </>
  )
}
