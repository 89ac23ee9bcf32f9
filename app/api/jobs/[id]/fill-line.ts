import { say } from '@/app/messages/say'
import type { MappingCheck } from '@/lib/connectors/job-request'

/** How many of the people who were read have a value for a field; null where nobody was read. */
export function fillLine(
  { missing, staysEmpty }: MappingCheck['fields'][number],
  { people, partial }: Pick<MappingCheck, 'people' | 'partial'>,
): string | null {
  if (people === 0) return null
  const had = say(partial ? 'mapping.filledOfFirst' : 'mapping.filled', {
    share: percentOf(people - missing, people),
    people,
  })
  if (missing === 0 || !staysEmpty) return had
  return `${had} ${say('mapping.staysEmpty', { missing, share: percentOf(missing, people) })}`
}

/** In percent, to a tenth: 0 and 100 only where it is nobody or everybody. */
const percentOf = (part: number, whole: number): number =>
  part === 0 || part === whole
    ? (part / whole) * 100
    : Math.min(99.9, Math.max(0.1, Math.round((part / whole) * 1000) / 10))
