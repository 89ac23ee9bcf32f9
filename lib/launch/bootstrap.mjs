import { ensureRuntime } from './runtime.mjs'

await ensureRuntime()
const { root } = await import('./program.mjs')
const { isBuilt } = await import('./build.mjs')

process.chdir(root)
process.env.NODE_ENV = 'production'
process.env.NEXT_TELEMETRY_DISABLED = '1'

// The portal is built by the start script itself, once it knows that nobody else runs from the data folder.
if (isBuilt()) process.argv.push('--built')
else await (await import('./bundles.mjs')).bundle()
await import(new URL('../../dist/start.mjs', import.meta.url).href)
