export type SignInResult = 'signed-in' | 'refused' | 'too-many-attempts' | 'unreachable'

/** Asks next-auth's credentials door. `address` turns a path into one below the base path. */
export async function signIn(
  address: (path: string) => string,
  credentials: { email: string; password: string },
): Promise<SignInResult> {
  try {
    const answer = await post(address, '/api/auth/callback/credentials', credentials)
    if (answer.status === 429) return 'too-many-attempts'
    const { url }: { url?: string } = await answer.json()
    const error = url ? new URL(url, window.location.href).searchParams.get('error') : 'missing'
    if (error === null) return 'signed-in'
    return error === 'too-many-attempts' ? 'too-many-attempts' : 'refused'
  } catch {
    return 'unreachable'
  }
}

/** Ends this browser's session. */
export async function signOut(address: (path: string) => string): Promise<void> {
  await post(address, '/api/auth/signout', {})
}

async function post(address: (path: string) => string, path: string, values: Record<string, string>) {
  const token = await fetch(address('/api/auth/csrf'), { cache: 'no-store' })
  const { csrfToken }: { csrfToken: string } = await token.json()
  const body = new URLSearchParams({ ...values, csrfToken, json: 'true', callbackUrl: window.location.href })
  return fetch(address(path), { method: 'POST', body })
}
