import * as z from 'zod'
import { alertEvents, deliveries } from './choices'

export type AlertEvent = (typeof alertEvents)[number]

export type Delivery = (typeof deliveries)[number]

/** How one administrator is told of each event. */
export const AlertPreferences = z.record(z.enum(alertEvents), z.enum(deliveries))
export type AlertPreferences = z.infer<typeof AlertPreferences>

const everything: AlertPreferences = {
  'run-held': 'immediately',
  'run-failed': 'immediately',
  'run-problems': 'daily',
  'run-recovered': 'immediately',
  'nothing-ran': 'immediately',
  'certificate-expiring': 'immediately',
  'agent-offline': 'immediately',
  'no-agent-left': 'immediately',
  'agent-back': 'immediately',
  'agent-suspicious': 'immediately',
  'messenger-failing': 'immediately',
  'messenger-recovered': 'immediately',
}
const nothing: AlertPreferences = {
  'run-held': 'never',
  'run-failed': 'never',
  'run-problems': 'never',
  'run-recovered': 'never',
  'nothing-ran': 'never',
  'certificate-expiring': 'never',
  'agent-offline': 'never',
  'no-agent-left': 'never',
  'agent-back': 'never',
  'agent-suspicious': 'never',
  'messenger-failing': 'never',
  'messenger-recovered': 'never',
}

/** Until somebody says otherwise: whoever can do something about it is told. An approver decides, an auditor only looks. */
export function usualPreferences(role: string): AlertPreferences {
  if (role === 'auditor') return nothing
  return role === 'approver' ? { ...nothing, 'run-held': 'immediately' } : everything
}
