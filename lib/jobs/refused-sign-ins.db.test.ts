import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { startBrowse, startProbe } from '@/lib/connectors/directory-jobs'
import { prepareVersion } from '@/lib/connectors/prepare-version'
import type { ProbeReport } from '@/lib/directory/source'
import { world } from '@/lib/directory/testing/world'
import { inOrganization } from '@/lib/store/organization'
import { readSecret, saveSecret } from '@/lib/store/secrets'
import { codesOf, given, Lab } from './testing/lab'

vi.mock('./wake', () => ({ wake: async () => undefined }))

const wrong = {
  code: 49,
  text: '80090308: LdapErr: DSID-0C090449, comment: AcceptSecurityContext error, data 52e, v4563',
}
let database: TestDatabase
let lab: Lab
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())
beforeEach(async () => {
  lab = await Lab.open({ world: world(3), bind: wrong })
})
afterEach(() => lab.close())

const browse = () => startBrowse(lab.organizationId, lab.actor, lab.connectorId, null)

test('a refused password is tried once by all workers together, however often a schedule comes round', async () => {
  await lab.goLive('yesterday')
  expect(await lab.workOff(given(await lab.start('scheduled')))).toMatchObject({
    state: 'failed',
    fault: { code: 'bind-rejected' },
  })
  for (let hour = 1; hour < 24; hour++) expect(codesOf(await lab.start('scheduled'))).toEqual(['credentials-refused'])
  expect(codesOf(await lab.start('command-line'))).toEqual(['credentials-refused'])
  expect(codesOf(await browse())).toEqual(['credentials-refused'])
  expect(lab.binds).toBe(1)
  expect(await lab.connector()).toMatchObject({ state: 'attention' })
})

test('a person may try again, and a passed test lets schedules go on', async () => {
  await lab.goLive('yesterday')
  await lab.workOff(given(await lab.start('scheduled')))
  await lab.workOff(given(await lab.start('manual')))
  expect(lab.binds).toBe(2)
  lab.server.script.bind = {}
  expect(await lab.probe()).toMatchObject({ state: 'done', result: { passed: true } })
  expect(await lab.connector()).toMatchObject({ state: 'active', refusedHash: null })
  expect(await lab.workOff(given(await lab.start('scheduled')))).toMatchObject({ fault: null })
})

test('a new password is news: it is tried', async () => {
  await lab.goLive('yesterday')
  await lab.workOff(given(await lab.start('scheduled')))
  lab.server.script.bind = {}
  await lab.save('today')
  expect(await lab.probe()).toMatchObject({ result: { passed: true } })
  given(await prepareVersion(lab.organizationId, lab.actor, lab.connectorId))
  expect(await lab.workOff(given(await lab.start('scheduled')))).toMatchObject({ fault: null })
})

test('a test that is refused keeps the tree closed, and the third in a row brings a pause', async () => {
  await lab.save('wrong')
  for (let attempt = 1; attempt <= 3; attempt++) {
    expect(await lab.probe()).toMatchObject({ result: { passed: false } })
    expect(codesOf(await browse())).toEqual(['credentials-refused'])
  }
  const fourth = await startProbe(lab.organizationId, lab.actor, lab.connectorId)
  expect(fourth).toMatchObject({ ok: false, faults: [{ code: 'too-many-sign-ins', path: 'test' }] })
  const seconds = fourth.ok ? 0 : Number(fourth.faults[0]?.args.seconds)
  expect(seconds).toBeGreaterThan(0)
  expect(seconds).toBeLessThanOrEqual(60)
  expect(lab.binds).toBe(3)
})

test('failures that are no refusal pause nothing and are forgotten by the next try', async () => {
  lab.server.script.bind = { code: 52, text: 'busy' }
  await lab.goLive('right')
  for (let attempt = 1; attempt <= 4; attempt++) await lab.probe()
  await lab.workOff(given(await lab.start('scheduled')))
  expect((await lab.start('command-line')).ok).toBe(true)
  expect(await lab.connector()).toMatchObject({ state: 'active', refusedHash: null })
})

test('a test of values that were changed meanwhile is not carried out, and counts for nothing', async () => {
  lab.server.script.bind = {}
  await lab.save('right')
  const started = given(await startProbe(lab.organizationId, lab.actor, lab.connectorId))
  await lab.save(null, { baseDn: 'DC=lab,DC=example' })
  expect(await lab.finish(started)).toMatchObject({ state: 'failed', result: { code: 'connection-changed' } })
  expect(lab.binds).toBe(0)
  await lab.save(null)
  expect(await lab.connector()).toMatchObject({ testedHash: null })
})

test.each(['', ' '])(
  'a stored password that turns out to be %j is not sent: it would sign in nobody, and succeed',
  async plain => {
    lab.server.script.bind = {}
    await lab.save('right')
    await inOrganization(lab.organizationId, async tx => {
      const secret = await readSecret(tx, lab.connectorId, 'bind-password-draft')
      await saveSecret(tx, lab.connectorId, 'bind-password-draft', { plain, target: secret?.target ?? '' })
    })
    const { result } = await lab.probe()
    expect((result as ProbeReport).steps[3]).toMatchObject({ state: 'failed', fault: { code: 'bind-anonymous' } })
    expect(lab.server.operations).toEqual([])
  },
)
