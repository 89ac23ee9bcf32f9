import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { closeClient, type Database, openDatabase, type Transaction } from './client'
import { type TestDatabase, testDatabase } from './testing/database'

let tested: TestDatabase
let database: Database
beforeAll(async () => {
  tested = await testDatabase()
  // The server keeps what is prepared with the connection, so there is one.
  database = openDatabase(tested.url, { max: 1 })
})
afterAll(async () => {
  await closeClient(database)
  await tested.drop()
})

const often = (tx: Transaction, value: number) => tx.execute(sql`select ${value}::int as often`)
const seldom = (tx: Transaction, value: number) => tx.execute(sql`select ${value}::int as seldom`)

test('what transactions ask again and again is prepared, within a savepoint too, and what they ask twice is not', async () => {
  const answers = [
    await database.transaction(tx => often(tx, 1)),
    await database.transaction(tx => tx.transaction(nested => often(nested, 2))),
    await database.transaction(tx => tx.transaction(nested => often(nested, 3))),
    await database.transaction(tx => often(tx, 4)),
  ]
  expect(answers.map(([row]) => row?.often)).toEqual([1, 2, 3, 4])
  for (const value of [1, 2]) await database.transaction(tx => seldom(tx, value))
  const prepared = await database.transaction(tx =>
    tx.execute(sql`select statement from pg_prepared_statements where statement like '%::int as %'`),
  )
  expect(prepared.map(({ statement }) => statement)).toEqual(['select $1::int as often'])
})
