import Link from 'next/link'
import { say } from '@/app/messages/say'
import { askedLanguage } from '@/lib/access/asked-language'

/** Something of the console that is not there, or no more: header and navigation stay. Every page carries this, so it is plain. */
export default async function NotFound() {
  await askedLanguage()
  return (
    <>
      <h1>{say('notFound.title')}</h1>
      <p>{say('notFound.text')}</p>
      <Link href="/directory-sync" className="plain-button">
        {say('notFound.link')}
      </Link>
    </>
  )
}
