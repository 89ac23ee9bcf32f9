import { createHmac } from 'node:crypto'
import { env, provideEnvironment } from '@/lib/env'
import { basePath } from './base-path'

/**
 * Completes the environment that portal, worker and sample directory inherit from this process.
 * @returns where people find the portal
 */
export function childEnvironment(facts: {
  folder: string
  port: number
  secret: string
  databaseUrl: string
  sample: { address: string; caFile: string } | null
  hosting: 'self-hosted' | 'hosted'
}): string {
  const origin = (env().ENROLLMENT_PUBLIC_URL ?? `http://localhost:${facts.port}`).replace(/\/+$/, '')
  const url = `${origin}${basePath()}`
  provideEnvironment({
    PORT: String(facts.port),
    DATABASE_URL: facts.databaseUrl,
    ENROLLMENT_DATA_DIR: facts.folder,
    ENROLLMENT_SECRET: facts.secret,
    NEXTAUTH_SECRET: createHmac('sha256', facts.secret).update('enrollment/sessions/1').digest('base64url'),
    ENROLLMENT_PUBLIC_URL: origin,
    NEXTAUTH_URL: `${url}/api/auth`,
    ENROLLMENT_SAMPLE_DIRECTORY: facts.sample?.address ?? '',
    ENROLLMENT_SAMPLE_CA_FILE: facts.sample?.caFile ?? '',
    ENROLLMENT_HOSTING: facts.hosting,
  })
  return url
}
