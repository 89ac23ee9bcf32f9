import { say } from '@/app/messages/say'
import { leavingReasons } from '@/lib/settings/choices'
import { type ConnectorSettings, LeavingSettings } from '@/lib/settings/connector'
import { type SafetySettings, safetyLimits } from '@/lib/settings/safety'
import type { SettingLine } from './changed-lines'

/** The limits, and what happens to whoever leaves. */
export function safetyLines({ safety, leaving }: Pick<ConnectorSettings, 'safety' | 'leaving'>): SettingLine[] {
  const limits = safetyLimits.map(limit => ({
    key: `safety.${limit}`,
    label: say(`safety.limit.${limit}`),
    value:
      limit === 'removalsPeople'
        ? say('number', { value: safety[limit] })
        : say('settingLine.percent', { value: safety[limit] }),
  }))
  const reasons = leavingReasons.map(reason => ({
    key: `leaving.${reason}`,
    label: say(`leaving.reason.${reason}`),
    value: say(`leaving.policy.${leaving[reason]}`),
  }))
  const grace = {
    key: 'leaving.grace',
    label: say('leaving.grace'),
    value: say('number', { value: leaving.graceDays }),
  }
  return [...limits, ...reasons, grace]
}

/** When removals wait, in one phrase. */
export const safetyInWords = ({ removalsPercent, removalsPeople, weekPercent }: SafetySettings): string =>
  say('settingLine.safety', { percent: removalsPercent, people: removalsPeople, week: weekPercent })

/** What happens to whoever leaves where it is not what is recommended, in one phrase. */
export function leavingInWords(leaving: LeavingSettings): string {
  const usual = LeavingSettings.parse({})
  const other = leavingReasons.filter(reason => leaving[reason] !== usual[reason])
  if (other.length === 0) return say('settingLine.leavingUsual')
  return other
    .map(reason => `${say(`leaving.reason.${reason}`)}: ${say(`leaving.policy.${leaving[reason]}`)}`)
    .join('; ')
}
