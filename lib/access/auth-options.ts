import 'server-only'
import { createHmac } from 'node:crypto'
import type { NextAuthOptions, User } from 'next-auth'
import { env } from '@/lib/env'
import { cookieNames, cookiePath, isSecure } from './cookies'
import { verifyCredentials } from './verify-credentials'

const sessionSeconds = 8 * 3600

/** What a session says: who, and with which version of their sessions. Everything else is read from the row each time. */
export type SessionAdmin = { administratorId: string; organizationId: string; sessionVersion: number }

declare module 'next-auth' {
  interface User extends SessionAdmin {}
  interface Session {
    admin?: SessionAdmin
  }
}
declare module 'next-auth/jwt' {
  interface JWT {
    admin?: SessionAdmin
  }
}

/**
 * next-auth's settings. Signing in: `signIn('credentials', { email, password, redirect: false })` of next-auth/react; its
 * `error` is then a code of lib/words/en/access.json: `sign-in-refused` or `too-many-attempts`.
 * A function, because it reads the environment, which is not there while building.
 */
export function authOptions(): NextAuthOptions {
  const base = env().ENROLLMENT_BASE_PATH.replace(/\/+$/, '')
  return {
    secret: sessionSecret(),
    session: { strategy: 'jwt', maxAge: sessionSeconds },
    useSecureCookies: isSecure(),
    cookies: cookies(),
    // Never next-auth's own pages: they do not know the base path.
    pages: { signIn: `${base}/sign-in`, signOut: `${base}/sign-in`, error: `${base}/sign-in` },
    providers: [
      {
        id: 'credentials',
        name: 'Email and password',
        type: 'credentials',
        credentials: { email: {}, password: {} },
        authorize: (credentials, request) => authorize(credentials, request.headers),
      },
    ],
    callbacks: {
      jwt: ({ token, user }) => (user ? { sub: user.administratorId, admin: sessionAdmin(user) } : token),
      session: ({ session, token }) => ({ expires: session.expires, admin: token.admin }),
    },
  }
}

async function authorize(
  credentials: Record<'email' | 'password', string> | undefined,
  headers: Record<string, unknown> | undefined,
): Promise<User> {
  const { email, password } = credentials ?? {}
  if (typeof email !== 'string' || typeof password !== 'string') throw new Error('sign-in-refused')
  const client =
    String(headers?.['x-forwarded-for'] ?? '')
      .split(',')[0]
      ?.trim() || 'unknown'
  const outcome = await verifyCredentials({ email, password, client }, new Date())
  // The message of what `authorize` throws is the `error` that `signIn` answers.
  if (!outcome.ok) throw new Error(outcome.faults[0]?.code ?? 'sign-in-refused')
  const { id, organizationId, sessionVersion } = outcome.value
  return { id, administratorId: id, organizationId, sessionVersion }
}

const sessionAdmin = ({ administratorId, organizationId, sessionVersion }: SessionAdmin): SessionAdmin => ({
  administratorId,
  organizationId,
  sessionVersion,
})

/** Derived, so that there is one secret to keep. */
function sessionSecret(): string {
  const secret = env().ENROLLMENT_SECRET
  if (!secret) throw new Error('ENROLLMENT_SECRET is missing; sessions cannot be signed without it.')
  return createHmac('sha256', secret).update('enrollment/sessions/1').digest('base64url')
}

function cookies(): NonNullable<NextAuthOptions['cookies']> {
  const options = { httpOnly: true, sameSite: 'lax', path: cookiePath(), secure: isSecure() } as const
  const names = cookieNames()
  return {
    sessionToken: { name: names.session, options },
    csrfToken: { name: names.csrf, options },
    callbackUrl: { name: names.callback, options },
  }
}
