import { env } from '@/lib/env'
import { prepareDatabase } from '../database'
import { asProgram } from '../hosted-environment'
import { Refusal, sentences } from '../sentences'

/** Brings the database to this version and ends; running it on several hosts at once is the same as once. */
await asProgram(async () => {
  const { DATABASE_URL, ENROLLMENT_SECRET } = env()
  if (!DATABASE_URL) throw new Refusal(sentences.databaseNeeded())
  if (!ENROLLMENT_SECRET) throw new Refusal(sentences.secretNeeded())
  await prepareDatabase(null, ENROLLMENT_SECRET)
  console.log('The database is ready for this version.')
})
