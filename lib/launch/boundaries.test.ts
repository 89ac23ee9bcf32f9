import { describe, expect, it } from 'vitest'
import { checkProject, readImports, roomOf, violations } from './boundaries.mjs'
import { rooms } from './rooms.mjs'

describe('imports are read from text', () => {
  it.each([
    ["import { a } from 'x'", 'x', false],
    ["import a, { b } from 'x'", 'x', false],
    ["import * as a from 'x'", 'x', false],
    ["import type { A } from 'x'", 'x', true],
    ["import { type A, type B } from 'x'", 'x', true],
    ["import { type A, b } from 'x'", 'x', false],
    ["import {\n  a,\n  b,\n} from 'x'", 'x', false],
    ["export * from 'x'", 'x', false],
    ["export type { A } from 'x'", 'x', true],
    ["import 'x'", 'x', false],
    ["const a = await import('x')", 'x', false],
  ])('%s', (text, specifier, typeOnly) => {
    expect(readImports(text)).toEqual([{ specifier, typeOnly }])
  })
})

describe('a room imports what its row allows and nothing else', () => {
  it.each([
    ['lib/sync/plan.ts', "import { hash } from 'node:crypto'"],
    ['lib/sync/plan.ts', "import type { Anchor } from '@/lib/directory/anchor'"],
    ['lib/runs/start-run.ts', "import { wake } from '@/lib/jobs/wake'"],
    ['lib/store/runs.ts', "import { runs } from '@/db/schema/runs'"],
    ['lib/connectors/use.ts', "import { sampleDomain } from '../sample-directory/settings'"],
    ['app/page.tsx', "import { env } from '@/lib/env'"],
    ['app/page.tsx', "import { said } from '#said'"],
    ['lib/sync/plan.test.ts', "import fc from 'fast-check'"],
  ])('%s may: %s', (file, text) => expect(violations(file, text)).toEqual([]))

  it.each([
    ['lib/sync/plan.ts', "import { readFile } from 'node:fs'"],
    ['lib/sync/plan.ts', "import { said } from '#said'"],
    ['app/page.tsx', "import { said } from '#unheard'"],
    ['lib/sync/plan.ts', "import { textOf } from '@/lib/directory/anchor'"],
    ['lib/sync/plan.ts', "import { readRun } from '../store/runs'"],
    ['lib/runs/start-run.ts', "import { startWorker } from '@/lib/jobs/worker'"],
    ['lib/runs/start-run.ts', "import { sql } from 'drizzle-orm'"],
    ['lib/store/runs.ts', "import { redirect } from 'next/navigation'"],
    ['app/page.tsx', "import { runs } from '@/db/schema/runs'"],
    ['app/page.tsx', "const ldap = await import('ldapts')"],
    ['proxy.ts', "import { sql } from 'drizzle-orm'"],
    ['lib/directory/source.ts', "import type { Run } from '@/lib/store/runs'"],
    ['lib/somewhere-new/a.ts', ''],
  ])('%s may not: %s', (file, text) => expect(violations(file, text)).toHaveLength(1))
})

it('the longest room is found', () => {
  expect(roomOf('lib/env.ts')).toBe('lib/env')
  expect(roomOf('lib/sample-directory/server.ts')).toBe('lib/sample-directory')
  expect(Object.keys(rooms)).toContain(roomOf('db/client.ts'))
})

it('the whole project keeps to it', () => expect(checkProject()).toEqual([]))
