import { type DestinationStream, type Logger, pino } from 'pino'
import { env } from '@/lib/env'
import { describeError } from '@/lib/store/describe-error'

let shared: Logger | undefined

/** One line of JSON per event; never with a secret, and with people only by their ids. An `error` is told as what it is. */
export function log(): Logger {
  shared ??= logTo(pino.destination(1))
  return shared
}

export const logTo = (destination: DestinationStream): Logger =>
  pino({ level: env().LOG_LEVEL, base: { part: 'worker' }, serializers: { error: describeError } }, destination)
