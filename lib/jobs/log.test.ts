import { DrizzleQueryError } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { logTo } from './log'

function logged(error: unknown): string {
  const lines: string[] = []
  logTo({ write: line => void lines.push(line) }).error({ queue: 'advance-run', error }, 'job')
  return lines.join('')
}

test('a statement that failed is logged with what the database said, and with nothing of the people it was about', () => {
  const line = logged(
    new DrizzleQueryError('insert into accounts values ($1)', ['ada@example.com'], new Error('out of memory')),
  )
  expect(line).toContain('insert into accounts values ($1)')
  expect(line).toContain('out of memory')
  expect(line).not.toContain('ada@example.com')
})

test('an error that nobody foresaw is logged with its message and its place', () => {
  expect(JSON.parse(logged(new TypeError('not a function'))).error).toMatch(/^TypeError: not a function\n +at /)
  expect(JSON.parse(logged('lost')).error).toBe('lost')
})
