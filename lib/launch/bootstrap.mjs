import { ensureRuntime } from './runtime.mjs'

await ensureRuntime()
const { readEnvironmentFile, root } = await import('./program.mjs')
const { isBuilt, unwritable } = await import('./build.mjs')

process.chdir(root)
readEnvironmentFile()
process.env.NODE_ENV = 'production'
process.env.NEXT_TELEMETRY_DISABLED = '1'

const built = isBuilt()
const problem = built ? null : unwritable()
if (problem) {
  console.error(problem)
  process.exit(1)
}
// The portal is built by the start script itself, once it knows that nobody else runs from the data folder.
if (built) process.argv.push('--built')
else await (await import('./bundles.mjs')).bundle()
await import(new URL('../../dist/start.mjs', import.meta.url).href)
