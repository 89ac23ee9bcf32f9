import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import type { DirectoryObject } from '@/lib/directory/source'
import { stopWaking } from '@/lib/jobs/wake'
import { inOrganization } from '@/lib/store/organization'
import { eachStagedPage } from '@/lib/store/snapshots'
import { TestCompany } from './testing/company'
import { fakeBase } from './testing/fake-source'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})

test('what was read is staged as it was read, whatever stands in it', async () => {
  const company = new TestCompany()
  await company.create()
  const { directory } = company
  const values = ['a\tb\\tc\\', 'line\r\nend', '"quoted" {braces}, \\N', 'Łukasz 🙂 Zoë', 'x'.repeat(100_000)]
  for (const [at, title] of values.entries()) directory.person(`Person ${at}`, fakeBase, { title })
  const cleaned = directory.person('Cleaned', fakeBase)
  const before = directory.objects.get(cleaned)
  if (before) directory.objects.set(cleaned, { ...before, cleaned: ['title', 'a "name" with {braces}'] })
  const run = await company.run('preview')
  const staged: DirectoryObject[] = []
  await inOrganization(company.organizationId, tx =>
    eachStagedPage(tx, run.id, 4, null, async page => void staged.push(...page.map(({ object }) => object))),
  )
  const people = [...directory.objects.values()].filter(object => object.kind === 'person')
  expect(new Map(staged.map(object => [object.anchor, object]))).toEqual(
    new Map(people.map(object => [object.anchor, object])),
  )
  expect(staged).toHaveLength(6)
})
