import { inspect } from 'node:util'
import { DrizzleQueryError } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { describeError, keepValuesOutOfConsoles } from './describe-error'

/** As the driver throws it: the sentence is the database's. */
const fromDatabase = (code: string, message: string) =>
  Object.assign(new Error(message), { name: 'PostgresError', code })
const unfit = fromDatabase('22P02', 'invalid input syntax for type uuid: "ada@example.com"')
const failed = new DrizzleQueryError('select $1::uuid', ['ada@example.com'], unfit)

test('a sentence of the database that quotes the value which does not fit is told by its code and place', () => {
  expect(describeError(unfit)).toMatch(/^PostgresError 22P02\n +at .*describe-error\.test/)
  expect(describeError(failed)).toMatch(/^Failed statement: select \$1::uuid\nPostgresError 22P02\n/)
  expect(describeError(failed)).not.toContain('ada@')
})

test('a sentence that names a constraint is told, and what stands beside it is not', () => {
  const taken = Object.assign(
    fromDatabase('23505', 'duplicate key value violates unique constraint "accounts_email"'),
    {
      detail: 'Key (email)=(ada@example.com) already exists.',
    },
  )
  expect(describeError(taken)).toContain('violates unique constraint "accounts_email"')
  expect(describeError(taken)).not.toContain('ada@')
})

test('a console shows a failed statement without values, also as the cause of another error, and with its digest', () => {
  keepValuesOutOfConsoles()
  for (const error of [failed, new Error('The page broke', { cause: failed })]) {
    expect(inspect(error)).toContain('Failed statement: select $1::uuid')
    expect(inspect(error)).not.toContain('ada@')
  }
  expect(inspect(Object.assign(failed, { digest: '4711' }))).toMatch(/^\[4711\] Failed statement/)
})
