import { choice, say } from '@/app/messages/say'
import { sentence } from '@/lib/words/words'

type Undelivered = { kind: string; error: string | null; count: number }

/** Effects that wait, of one kind and for one reason. */
export function undeliveredText({ kind, error, count }: Undelivered): string {
  if (!kind.startsWith('scim-')) return say('run.undelivered', { kind, error: choice(error ?? 'none'), count })
  const why = error === null ? say('messenger.onTheWay') : sentence(error, {}, 'messenger')
  return say('run.undeliveredThere', { kind: choice(kind), count, why })
}

/** One object that the other Messenger refused, with what it said. */
export function refusedText({
  name,
  error,
  detail,
}: {
  name: string
  error: string | null
  detail: string | null
}): string {
  const why = sentence(error ?? '', {}, 'messenger')
  return say('run.undeliveredOne', {
    name,
    why: detail === null ? why : `${why} ${say('messenger.itSaid', { detail })}`,
  })
}
