import { isWithin, type ScheduleSettings } from '@/lib/settings/schedule'
import { timeOf, wallTime } from './zone'

/** Whether a scheduled run removes nobody at this moment. */
export const isQuiet = ({ quietHours }: Pick<ScheduleSettings, 'quietHours'>, zone: string, at: Date): boolean =>
  quietHours !== null && isWithin(quietHours, timeOf(wallTime(at.getTime(), zone)))
