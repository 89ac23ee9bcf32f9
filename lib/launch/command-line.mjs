import { existsSync } from 'node:fs'
import path from 'node:path'
import { ensureRuntime } from './runtime.mjs'

await ensureRuntime()
const { readEnvironmentFile, root } = await import('./program.mjs')
const { isBuilt } = await import('./build.mjs')

readEnvironmentFile()
process.env.NODE_ENV ||= 'production'

if (!existsSync(path.join(root, 'dist/enrollment.mjs')) || !isBuilt()) {
  const { bundle } = await import('./bundles.mjs')
  await bundle(['enrollment'])
}
await import(new URL('../../dist/enrollment.mjs', import.meta.url).href)
