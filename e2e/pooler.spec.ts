import { randomBytes } from 'node:crypto'
import { expect, test } from '@playwright/test'
import postgres from 'postgres'
import { sampleCredentials, sampleDomain } from '@/lib/sample-directory/settings'
import { migrate } from '../db/migrate'
import { startTestServer } from '../db/testing/server'
import { findPgBouncer } from '../lib/launch/pgbouncer.mjs'
import { enrollmentJson, type RunJson } from './command-line'
import { writeSampleConfiguration } from './configuration-file'
import { createAdministrator } from './first-administrator'
import { startHouse } from './house'
import { startPooler } from './pooler'

test.skip(!findPgBouncer(), 'needs PgBouncer: apt-get install pgbouncer')

test('portal, worker and queues work through PgBouncer in transaction mode, with fewer connections than they have', async ({
  browser,
}) => {
  test.setTimeout(500_000)
  const secret = randomBytes(32).toString('base64url')
  const server = await startTestServer()
  const ownerUrl = server.ownerUrl('postgres')
  const owner = postgres(ownerUrl, { max: 1, onnotice: () => {} })
  const { portalUrl } = await migrate({ ownerUrl, secret })
  const pooler = await startPooler(portalUrl)
  const env = {
    DATABASE_URL: pooler.url,
    DATABASE_DIRECT_URL: ownerUrl,
    ENROLLMENT_DATABASE_POOLER: 'transaction',
    ENROLLMENT_SECRET: secret,
    ENROLLMENT_HOSTING: 'self-hosted',
  }
  const house = await startHouse({ env, patience: 300 })
  try {
    const page = await browser.newPage()
    await createAdministrator(page, house, { domain: sampleDomain })
    await page.close()
    const file = writeSampleConfiguration(house, 'pooled', { organizationalUnits: 'all' })
    const pooled = { ...env, SAMPLE_PASSWORD: sampleCredentials.password }
    expect(await enrollmentJson(house.data, ['apply', file], pooled)).toMatchObject({ exit: 0 })
    const first = await enrollmentJson<RunJson>(house.data, ['sync', 'Northwind', '--approve'], pooled)
    expect(first).toMatchObject({ exit: 0, json: { state: 'finished' } })
    const again = await enrollmentJson<RunJson>(house.data, ['sync', 'Northwind'], pooled)
    expect(again).toMatchObject({ exit: 0, json: { state: 'finished', report: { added: 0, updated: 0 } } })
    const [busy] = await owner<{ connections: number; left: number }[]>`
      select count(*)::int as connections, (select count(*)::int from pg_locks where locktype = 'advisory') as left
      from pg_stat_activity where usename = 'enrollment_portal'`
    expect(busy?.connections).toBeLessThanOrEqual(5)
    expect(busy?.left).toBe(0)
  } finally {
    await house.stop()
    await pooler.stop()
    await owner.end()
    await server.stop()
  }
})
