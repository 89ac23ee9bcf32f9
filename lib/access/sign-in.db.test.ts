import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { completeSetup, createSetupLink } from './setup-link'
import { mayTrySignIn } from './sign-in-limit'
import { verifyCredentials } from './verify-credentials'

const now = new Date('2026-03-02T10:00:00Z')
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000)
const right = { email: 'ada@northwind.example', password: 'copper kettle north wind' }

let database: TestDatabase
let owner: postgres.Sql
beforeAll(async () => {
  database = await testDatabase()
  owner = postgres(database.ownerUrl, { max: 1 })
  const token = await createSetupLink()
  const names = { organizationName: 'Northwind', domain: 'northwind.example', displayName: 'Ada' }
  expect((await completeSetup({ token, ...names, ...right })).ok).toBe(true)
})
afterAll(async () => {
  await owner.end()
  await database.drop()
})

test('the right password signs in, whatever the case of the address, and is recorded', async () => {
  const outcome = await verifyCredentials({ ...right, email: ' Ada@Northwind.Example ', client: '192.0.2.1' }, now)
  expect(outcome).toMatchObject({ ok: true, value: { email: right.email, role: 'primary-master-admin' } })
  expect(outcome.ok && 'passwordHash' in outcome.value).toBe(false)
  const events = await owner`select event from audit_entries where event like 'administrator.signed%'`
  expect(events).toHaveLength(1)
})

test('an unknown address, a wrong password and a disabled administrator are refused in the same words', async () => {
  const client = '192.0.2.2'
  const refusal = { ok: false, faults: [{ code: 'sign-in-refused', args: {} }] }
  expect(await verifyCredentials({ email: 'nobody@northwind.example', password: 'x', client }, now)).toEqual(refusal)
  expect(await verifyCredentials({ email: 'not an address', password: '', client }, now)).toEqual(refusal)
  expect(await verifyCredentials({ ...right, password: 'wrong', client }, now)).toEqual(refusal)
  await owner`update administrators set disabled = true`
  expect(await verifyCredentials({ ...right, client }, now)).toEqual(refusal)
  await owner`update administrators set disabled = false`
})

test('after five wrong passwords even the right one is refused, until the window has passed', async () => {
  const client = '192.0.2.3'
  for (let attempt = 0; attempt < 5; attempt++)
    expect(await verifyCredentials({ ...right, password: 'wrong', client }, now)).toMatchObject({
      faults: [{ code: 'sign-in-refused' }],
    })
  expect(await verifyCredentials({ ...right, client }, later(14))).toMatchObject({
    faults: [{ code: 'too-many-attempts' }],
  })
  expect(await verifyCredentials({ ...right, client: '192.0.2.4' }, later(14))).toMatchObject({ ok: true })
  expect(await verifyCredentials({ ...right, client }, later(15))).toMatchObject({ ok: true })
})

test('a sign-in that worked forgives the mistyped ones before it', async () => {
  const client = '192.0.2.5'
  for (let round = 0; round < 2; round++) {
    for (let attempt = 0; attempt < 4; attempt++) await mayTrySignIn({ email: right.email, client }, later(60))
    expect(await verifyCredentials({ ...right, client }, later(60))).toMatchObject({ ok: true })
  }
})

test('attempts at the same moment are all counted', async () => {
  const attempt = { email: 'grace@northwind.example', client: '192.0.2.6' }
  const answers = await Promise.all(Array.from({ length: 20 }, () => mayTrySignIn(attempt, now)))
  expect(answers.filter(Boolean)).toHaveLength(5)
})

test('claiming another client address each time does not give unlimited guesses at one account', async () => {
  let allowed = 0
  for (let n = 0; n < 60; n++)
    if (await mayTrySignIn({ email: 'linus@northwind.example', client: `198.51.100.${n}` }, now)) allowed++
  expect(allowed).toBe(50)
})

test('no address and no client is stored in the clear', async () => {
  const keys = await owner<{ key: string }[]>`select key from sign_in_attempts`
  expect(keys.length).toBeGreaterThan(0)
  for (const { key } of keys) expect(key).toMatch(/^(pair|account|client):[\w-]{43}$/)
})
