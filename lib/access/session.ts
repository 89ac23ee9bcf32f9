import 'server-only'
import { getServerSession } from 'next-auth'
import { authOptions, type SessionAdmin } from './auth-options'

/** Who the request's session cookie says it is, or null; whether that is still true is for `currentAdmin` to find out. */
export async function readSession(): Promise<SessionAdmin | null> {
  const session = await getServerSession(authOptions())
  return session?.admin ?? null
}
