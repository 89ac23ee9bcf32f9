import postgres from 'postgres'
import type { TestProject } from 'vitest/node'
import { migrate } from '../migrate'
import { startTestServer } from './server'

export const testSecret = 'the tests share this secret, which opens nothing'
export const templateDatabase = 'enrollment_template'

/** Starts PostgreSQL once and migrates one database, which every test file copies. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTestServer()
  try {
    const sql = postgres(server.ownerUrl('postgres'), { max: 1 })
    await sql.unsafe(`create database ${templateDatabase}`)
    await sql.end()
    await migrate({ ownerUrl: server.ownerUrl(templateDatabase), secret: testSecret })
  } catch (error) {
    await server.stop()
    throw error
  }
  project.provide('postgresUrl', server.ownerUrl('postgres'))
  return () => server.stop()
}

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string
  }
}
