import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { mappingProgram } from './mapping-program'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Whatever a placed person follows from, as code. */
const parts = [
  'lib/runs/place-object',
  'lib/runs/unit-tree',
  'lib/sync/compile-mapping',
  'lib/sync/exclude-person',
  'lib/sync/inclusion/compile-inclusion',
]

/** The hash of that code, with its packages, and without comments, types and spaces. */
async function hashOfProgram(): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: parts.map(part => `export * from './${part}'`).join('\n'), resolveDir: root },
    absWorkingDir: root,
    ...{ bundle: true, write: false, minify: true, platform: 'node', format: 'esm', target: 'node22' },
    legalComments: 'none',
    // Settings are parsed before, and what was parsed is a part of the fingerprint.
    external: ['zod'],
  })
  return createHash('sha256')
    .update(outputFiles[0]?.contents ?? '')
    .digest('hex')
    .slice(0, 16)
}

test('who was mapped by other code is mapped afresh: the code that maps people is the one that mappingProgram names', async () => {
  expect(
    mappingProgram,
    'the code that maps people is another one: write its hash into lib/runs/mapping-program.ts',
  ).toBe(await hashOfProgram())
})
