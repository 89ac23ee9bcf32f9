import { say } from '@/app/messages/say'
import { plainArguments, unitPath } from '@/app/ui/unit-words'
import type { RemovalCount } from '@/lib/store/removal-causes'
import { sharedArgument } from '@/lib/sync/change'
import { sentence } from '@/lib/words/words'

/** Why some of a waiting plan's people would lose something, the address of exactly these rows, and where to change it. */
export type CauseView = { text: string; people: number; query: string; remedy: { href: string; text: string } | null }

const causesTold = 5

/** The biggest first, and how many are not told. @param setup where the connector's settings are changed, or null */
export function causesView(causes: readonly RemovalCount[], setup: string | null) {
  const all = causes.reduce((sum, { people }) => sum + people, 0)
  const told = causes.slice(0, causesTold).map(cause => causeView(cause, all, setup))
  return { causes: told, furtherCauses: causes.length - told.length }
}

function causeView(cause: RemovalCount, all: number, setup: string | null): CauseView {
  const { people, code, about } = cause
  return {
    text: say('run.cause.share', { people, all, percent: percentOf(people, all), reason: causeText(cause) }),
    people,
    query: new URLSearchParams({
      ...{ losing: 'yes', reason: code },
      ...(about === null ? {} : { of: about }),
    }).toString(),
    remedy: setup === null ? null : remedyOf(cause, setup),
  }
}

/** Neither everybody nor nobody where it is not. */
const percentOf = (people: number, all: number): number =>
  people === all ? 100 : Math.min(99, Math.max(1, Math.round((people / all) * 100)))

function causeText({ code, about, example }: RemovalCount): string {
  const told = about === null ? null : sharedArgument[code] === 'unit' ? unitPath(about) : about
  switch (code) {
    case 'unit-not-included':
    case 'moved-out-of-scope':
      return told === null ? say('run.cause.nothing-included') : say(`run.cause.${code}`, { unit: told })
    case 'left-list':
      return say('run.cause.left-list', { list: told ?? '' })
    case 'excluded-by-rule':
      return say('run.cause.excluded-by-rule', { rule: told ?? '' })
    case 'absent-twice':
    case 'not-matching-inclusion-rule':
    case 'problem':
      return say(`run.cause.${code}`)
    default:
      return sentence(code, plainArguments(example.args), 'sync')
  }
}

/** The step that holds the setting by which people leave; null where the directory says so. */
function remedyOf({ code }: RemovalCount, setup: string): CauseView['remedy'] {
  const step = stepOf[code]
  return step === undefined ? null : { href: `${setup}/${step}`, text: say(`run.causeRemedy.${step}`) }
}

const stepOf: Partial<
  Record<RemovalCount['code'], 'organizational-units' | 'distribution-lists' | 'inclusion-rules' | 'exclusion-rules'>
> = {
  'unit-not-included': 'organizational-units',
  'moved-out-of-scope': 'organizational-units',
  'left-list': 'distribution-lists',
  'not-matching-inclusion-rule': 'inclusion-rules',
  'excluded-by-rule': 'exclusion-rules',
}
