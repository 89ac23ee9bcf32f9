import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { inject } from 'vitest'
import { forgetEnvironment } from '@/lib/env'
import { closeDatabase } from '@/lib/store/organization'
import { portalUrlFor } from '../roles'
import { templateDatabase, testSecret } from './global-setup'

export type TestDatabase = {
  /** The restricted role's address, as portal and worker use it. */
  url: string
  /** The owner's address, which sees everything. */
  ownerUrl: string
  drop(): Promise<void>
}

/** A fresh, migrated database of one's own, which `lib/store` uses from now on. Call `drop` in `afterAll`. */
export async function testDatabase(): Promise<TestDatabase> {
  const ownerUrl = await createDatabase(templateDatabase)
  const url = portalUrlFor(ownerUrl, testSecret)
  await closeDatabase()
  setEnvironment({ DATABASE_URL: url, ENROLLMENT_SECRET: testSecret })
  return {
    url,
    ownerUrl,
    drop: async () => {
      await closeDatabase()
      await administer(`drop database "${new URL(ownerUrl).pathname.slice(1)}" with (force)`)
    },
  }
}

/** A database without tables, for tests of the migration itself. */
export const emptyDatabase = (): Promise<string> => createDatabase('template1')

async function createDatabase(template: string): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await administer(`create database "${name}" template "${template}"`)
  const url = new URL(inject('postgresUrl'))
  url.pathname = `/${name}`
  return url.toString()
}

async function administer(statement: string): Promise<void> {
  const sql = postgres(inject('postgresUrl'), { max: 1, onnotice: () => {} })
  await sql.unsafe(statement).finally(() => sql.end())
}

function setEnvironment(values: Record<string, string>): void {
  // biome-ignore lint/style/noProcessEnv: the one place where a test stands in for the start script
  Object.assign(process.env, values)
  forgetEnvironment()
}
