import { expect, test } from 'vitest'
import { generateCompany } from './company'
import { startSampleDirectory } from './server'
import { sampleCredentials } from './settings'
import { searchPages, WatchedClient } from './testing/paged-search'

/** Seconds of processor time, which a busy machine does not stretch as it stretches the clock. */
function timer(): () => number {
  const start = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(start)
    return (user + system) / 1_000_000
  }
}

test('50,000 people are loaded within three seconds and paged through within a few', async () => {
  const loading = timer()
  const company = generateCompany({ seed: 50, people: 50_000 })
  const sample = await startSampleDirectory({ company })
  expect(loading()).toBeLessThan(3)
  const reading = timer()
  const client = new WatchedClient({ url: sample.url, timeout: 60_000, tlsOptions: { ca: sample.caPem } })
  await client.bind(sampleCredentials.userId, sampleCredentials.password)
  const filter = '(&(objectCategory=person)(objectClass=user))'
  const attributes = ['objectGUID', 'uSNChanged', 'displayName', 'mail', 'department', 'manager', 'userAccountControl']
  const pages = await searchPages(client, { base: company.baseDn, filter, size: 1_000, attributes })
  expect(new Set(pages.flatMap(page => page.entries.map(entry => entry.dn))).size).toBe(company.people.length)
  expect(reading()).toBeLessThan(10)
  await client.unbind()
  await sample.stop()
}, 120_000)
