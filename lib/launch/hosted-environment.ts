import { refuseUnsafeRole } from '@/db/migrate'
import { env } from '@/lib/env'
import { childEnvironment } from './child-environment'
import { restrictedUrl } from './database'
import { Refusal, sentences } from './sentences'

/**
 * The environment of a portal or worker that runs without the start script, in a container: the restricted role's address
 * and the keys of sessions, made of what the operator set.
 * @throws Refusal where something is missing, UnsuitableDatabase where row-level security would not hold
 */
export async function hostedEnvironment(): Promise<void> {
  const { ENROLLMENT_SECRET, ENROLLMENT_DATA_DIR, ENROLLMENT_HOSTING, PORT } = env()
  if (!env().DATABASE_URL) throw new Refusal(sentences.databaseNeeded())
  if (!ENROLLMENT_SECRET) throw new Refusal(sentences.secretNeeded())
  const databaseUrl = restrictedUrl(ENROLLMENT_SECRET) ?? ''
  await refuseUnsafeRole(databaseUrl)
  const hosting = ENROLLMENT_HOSTING ?? 'hosted'
  const fixed = { folder: ENROLLMENT_DATA_DIR, port: PORT, secret: ENROLLMENT_SECRET, sample: null }
  childEnvironment({ ...fixed, databaseUrl, hosting })
}

/** Runs a program of the container; what the operator can put right is said without a stack. */
export async function asProgram(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    console.error(error instanceof Refusal || isTold(error) ? `\n${(error as Error).message}\n` : error)
    process.exit(1)
  }
}

const isTold = (error: unknown): boolean =>
  error instanceof Error && ['UnsuitableDatabase', 'UnusableEnvironment'].includes(error.name)
