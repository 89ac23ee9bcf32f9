import { choice, say } from '@/app/messages/say'
import type { ListedExport } from '@/lib/store/exported-objects'
import type { Difference } from '@/lib/store/remote-drift'
import { sentence } from '@/lib/words/words'

type Undelivered = { kind: string; error: string | null; count: number }

/** Effects that wait, of one kind and for one reason. */
export function undeliveredText({ kind, error, count }: Undelivered): string {
  if (!kind.startsWith('scim-')) return say('run.undelivered', { kind, error: choice(error ?? 'none'), count })
  const why = error === null ? say('messenger.onTheWay') : sentence(error, {}, 'messenger')
  return say('run.undeliveredThere', { kind: choice(kind), count, why })
}

/** What somebody changed in the other Messenger: a field, the object itself, or somebody of a list. */
export function differenceText({ field, ours, theirs }: Difference): string {
  if (field === 'account' || field === 'list') return say(`messenger.gone.${field}`)
  if (field === 'member') return say('messenger.takenOut', { name: ours ?? '' })
  if (field === 'members') return say('messenger.othersTakenOut', { people: Number(ours) })
  const value = (text: string | null) => (text === null ? '–' : say('messenger.value', { value: text }))
  const what = say('messenger.field', { field: field.replaceAll('.', '_') })
  return say('messenger.differs', { what, ours: value(ours), theirs: value(theirs) })
}

/** One object that this run wrote and somebody changed there: what, and whether it was put right. */
export function changedThereText({ name, drift, putRight }: Pick<ListedExport, 'name' | 'drift' | 'putRight'>): string {
  const said = (some: ListedExport['drift'], outcome: 'stillSo' | 'putRight') =>
    some ? [...some.map(differenceText), say(`messenger.told.${outcome}`)] : []
  const what = [...said(putRight, 'putRight'), ...said(drift, 'stillSo')].join(' ')
  return say('run.changedThereOne', { name, what })
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
