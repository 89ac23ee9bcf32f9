import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { forgetEnvironment } from '@/lib/env'
import { stopWaking } from '@/lib/jobs/wake'
import { ScimCompany } from './scim-company'
import { ScimServer } from './scim-server'

type ScimLab = { server: ScimServer; address: string; company: ScimCompany }

/** What tests about another Messenger begin with: a database, and for each test a company and a Messenger that answers. */
export function scimLab(): ScimLab {
  const lab = {} as ScimLab
  let database: TestDatabase
  beforeAll(async () => {
    database = await testDatabase()
    // biome-ignore lint/style/noProcessEnv: a test stands in for the operator
    Object.assign(process.env, { ENROLLMENT_HOSTING: 'self-hosted' })
    forgetEnvironment()
  })
  afterAll(async () => {
    await stopWaking()
    await database.drop()
  })
  beforeEach(async () => {
    const server = new ScimServer()
    const company = new ScimCompany()
    await company.create()
    Object.assign(lab, { server, company, address: await server.listen() })
    return async () => {
      // Nothing of it is due in the tests that follow.
      await company.sql(sql`delete from remote_messengers`)
      await server.close()
    }
  })
  return lab
}
