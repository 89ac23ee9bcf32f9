import { say } from '@/app/messages/say'
import type { ScheduleSettings } from '@/lib/settings/schedule'
import { changeInWords } from '../in-words/changed-lines'

/** A schedule in one phrase. */
export function scheduleInWords(settings: ScheduleSettings | null): string {
  if (settings === null) return say('schedule.inWords.none')
  const { quick, quietHours } = settings
  const parts = [fullInWords(settings)]
  if (quick) parts.push(say('schedule.inWords.quick', quick))
  if (quietHours) parts.push(say('schedule.inWords.quiet', quietHours))
  return parts.join('; ')
}

/** What another schedule would change, in words; null = it runs only when somebody starts it. */
export function scheduleDifference(before: ScheduleSettings | null, after: ScheduleSettings | null): string[] {
  const [was, becomes] = [scheduleInWords(before), scheduleInWords(after)]
  if (was === becomes) return []
  return [changeInWords({ key: 'schedule', label: say('setup.schedule'), before: was, after: becomes })]
}

function fullInWords({ full, startsOn }: ScheduleSettings): string {
  const { at } = full
  if (full.every === 'day') return say('schedule.inWords.day', { at })
  if (full.every === 'week')
    return say('schedule.inWords.week', { at, days: full.days.map(day => say(`schedule.weekday.${day}`)).join(', ') })
  if (full.every === 'month')
    return full.day === 'last'
      ? say('schedule.inWords.lastDay', { at })
      : say('schedule.inWords.month', { at, day: full.day })
  return say(`schedule.inWords.${full.every}`, { at, count: full.count, date: startsOn ?? '' })
}
