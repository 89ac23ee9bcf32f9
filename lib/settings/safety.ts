import * as z from 'zod'
import { alwaysAllowed } from './choices'
import type { SettingFault } from './connection'

const fault = (code: SettingFault) => ({ error: code })
const whole = (least: number, most: number, code: SettingFault) =>
  z.int(fault(code)).min(least, fault(code)).max(most, fault(code))

/** Nobody raises a limit further, and none can be switched off. */
export const highestPercent = 50
const percent = (value: number) => whole(1, highestPercent, 'safety-percent').default(value)

/** When a plan waits for a person. Percentages are of the enabled, linked accounts at the run's, or the week's, start. */
export const SafetySettings = z.object({
  /** People who may lose something in one run; whichever of the two is lower. */
  removalsPercent: percent(5),
  removalsPeople: whole(alwaysAllowed, 100_000, 'safety-people').default(50),
  /** The same, within 7 rolling days. */
  weekPercent: percent(20),
  /** Of one scope. */
  scopePercent: percent(30),
  /** New people, after the first run. */
  additionsPercent: percent(20),
  /** Email addresses or names that change, or values of one field that are cleared. */
  changesPercent: percent(20),
  /** How much larger than last time the share of people with problems may be. */
  problemsPercent: percent(10),
})
export type SafetySettings = z.infer<typeof SafetySettings>
export type SafetyLimit = keyof SafetySettings
export const safetyLimits = Object.keys(SafetySettings.shape) as SafetyLimit[]

/** The limits that the new settings set higher: for those an owner has to be asked. */
export const raisedLimits = (now: SafetySettings, before: SafetySettings): SafetyLimit[] =>
  safetyLimits.filter(limit => now[limit] > before[limit])

/** Of each limit the lower one. */
export const lowerOf = (one: SafetySettings, other: SafetySettings): SafetySettings =>
  SafetySettings.parse(Object.fromEntries(safetyLimits.map(limit => [limit, Math.min(one[limit], other[limit])])))
