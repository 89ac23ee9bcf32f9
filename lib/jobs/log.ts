import { type Logger, pino } from 'pino'
import { env } from '@/lib/env'

let shared: Logger | undefined

/** One line of JSON per event; never with a secret, and with people only by their ids. */
export function log(): Logger {
  shared ??= pino({ level: env().LOG_LEVEL, base: { part: 'worker' } })
  return shared
}
