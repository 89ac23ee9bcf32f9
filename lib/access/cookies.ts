import { env } from '@/lib/env'

/** Behind https cookies are never sent without it. */
export const isSecure = (): boolean => env().ENROLLMENT_PUBLIC_URL?.startsWith('https://') ?? false

/** Ours only: a host portal on the same origin may use next-auth too. */
export const cookiePath = (): string => env().ENROLLMENT_BASE_PATH.replace(/\/+$/, '') || '/'

/** The cookies' names. Large sessions would be cut into `<name>.0`, `<name>.1`; ours is small. */
export function cookieNames(): { session: string; csrf: string; callback: string } {
  const prefix = isSecure() ? '__Secure-' : ''
  return { session: `${prefix}enr.session`, csrf: `${prefix}enr.csrf`, callback: `${prefix}enr.callback` }
}
