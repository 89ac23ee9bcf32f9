import { ResultCodeError } from 'ldapts'
import { ReadFailure, type ReadFault, type ReadFaultCode } from '../read-fault'
import { shortText } from '../values'
import { MalformedMessage } from './ber-cursor'
import { MessageTooLarge } from './framer'
import type { Limits } from './limits'

/** Where a connection goes, for the sentences. */
export type Place = { host: string; port: number }

/** Ends the reading with a fault; what its sentence needs has to be there. */
export function fail<C extends ReadFaultCode>(
  code: C,
  ...[args, cause]: Record<never, string> extends ReadFault<C>['args']
    ? [args?: ReadFault<C>['args'], cause?: unknown]
    : [args: ReadFault<C>['args'], cause?: unknown]
): ReadFailure {
  return new ReadFailure({ code, args: args ?? {} } as ReadFault, { cause })
}

/** What a thrown value means to people; anything that is not about the directory is `unexpected`. */
export function faultOf(error: unknown): ReadFault {
  return error instanceof ReadFailure ? error.fault : { code: 'unexpected', args: {} }
}

/** Why an aborted signal was aborted: by a deadline, or by somebody. */
export function abortFailure(signal: AbortSignal): ReadFailure {
  const reason: unknown = signal.reason
  if (reason instanceof ReadFailure) return reason
  const isDeadline = reason instanceof DOMException && reason.name === 'TimeoutError'
  return fail(isDeadline ? 'time-limit' : 'cancelled', {}, reason)
}

/** A result code other than success at the end of a search (RFC 4511 appendix A). */
export function resultFailure({
  code,
  text,
  referrals,
}: {
  code: number
  text: string
  referrals: string[]
}): ReadFailure {
  if (code === 3) return fail('time-limit')
  if (code === 4) return fail('size-limit')
  if (code === 10) return fail('referral', { url: shortText(referrals[0] ?? text) })
  // Active Directory's way of saying "not signed in": operationsError with this comment.
  if (code === 1 && /successful bind must be completed/i.test(text)) return fail('bind-lost')
  return fail('result-code', { code, text: shortText(text) || '–' })
}

/** What was wrong with the bytes of an answer. */
export function streamFailure(error: unknown, limits: Limits): ReadFailure {
  if (error instanceof ReadFailure) return error
  if (error instanceof MessageTooLarge)
    return fail('entry-too-large', { megabytes: Math.round(limits.message / 1024 / 1024) }, error)
  return fail(error instanceof MalformedMessage ? 'page-malformed' : 'unexpected', {}, error)
}

type BindFaultCode = Extract<ReadFaultCode, `bind-${string}`>

/** Sub-codes in the text of a refused bind (MS-ADTS 3.1.1.3.1.1; the numbers are Windows error codes in hexadecimal). */
const bindSubCodes: Record<string, BindFaultCode> = {
  '525': 'bind-user-unknown',
  '52e': 'bind-rejected',
  '52f': 'bind-logon-not-permitted',
  '530': 'bind-logon-not-permitted',
  '531': 'bind-logon-not-permitted',
  '532': 'bind-password-expired',
  '533': 'bind-account-disabled',
  '569': 'bind-logon-not-permitted',
  '701': 'bind-account-expired',
  '773': 'bind-password-must-change',
  '775': 'bind-account-locked',
}

/** Samba names the status instead. */
const bindStatuses: [RegExp, BindFaultCode][] = [
  [/NT_STATUS_NO_SUCH_USER/, 'bind-user-unknown'],
  [/NT_STATUS_ACCOUNT_DISABLED/, 'bind-account-disabled'],
  [/NT_STATUS_ACCOUNT_EXPIRED/, 'bind-account-expired'],
  [/NT_STATUS_ACCOUNT_LOCKED_OUT/, 'bind-account-locked'],
  [/NT_STATUS_PASSWORD_EXPIRED/, 'bind-password-expired'],
  [/NT_STATUS_PASSWORD_MUST_CHANGE/, 'bind-password-must-change'],
  [/NT_STATUS_INVALID_(LOGON_HOURS|WORKSTATION)/, 'bind-logon-not-permitted'],
]

/** Why signing in did not work. */
export function bindFailure(error: unknown, place: Place, limits: Limits): ReadFailure {
  if (error instanceof ReadFailure) return error
  const text = error instanceof Error ? error.message : ''
  if (error instanceof ResultCodeError) {
    if (error.code === 49) return fail(rejection(text), {}, error)
    if (error.code === 8 || error.code === 13) return fail('bind-needs-encryption', {}, error)
    return fail(
      'result-code',
      { code: error.code, text: shortText(text.replace(/ Code: 0x[0-9a-f]+$/, '')) || '–' },
      error,
    )
  }
  if (/timed out/.test(text)) return timeout(place, limits.signIn, error)
  return fail('connection-lost', { host: place.host, port: place.port }, error)
}

function rejection(text: string): BindFaultCode {
  const subCode = /\bdata ([0-9a-f]{3,4})\b/i.exec(text)?.[1]?.toLowerCase()
  const bySubCode = subCode === undefined ? undefined : bindSubCodes[subCode]
  return bySubCode ?? bindStatuses.find(([pattern]) => pattern.test(text))?.[1] ?? 'bind-rejected'
}

export function timeout({ host, port }: Place, milliseconds: number, cause?: unknown): ReadFailure {
  return fail('connection-timeout', { host, port, seconds: Math.max(1, Math.round(milliseconds / 1000)) }, cause)
}
