import { cpSync, mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { ensureRuntime } from './runtime.mjs'

await ensureRuntime()
const { root, run } = await import('./program.mjs')
const { makeExecutable } = await import('./agent-executable.mjs')
const { bundleImage, nativePackages } = await import('./bundles.mjs')

/** Everything a container needs, and nothing else: what the Dockerfile copies. */
const image = path.join(root, 'dist/image')
const copy = (from, to) => cpSync(path.join(root, from), path.join(image, to), { recursive: true })

const code = await run(process.execPath, ['lib/launch/build.mjs', '--if-changed'])
if (code !== 0) process.exit(code)
rmSync(image, { recursive: true, force: true })
mkdirSync(image, { recursive: true })
copy('.next/standalone', 'portal')
copy('.next/static', 'portal/.next/static')
copy('db/migrations', 'db/migrations')
await makeExecutable(path.join(root, 'dist/agent'))
copy('dist/agent', 'portal/dist/agent')
await bundleImage('dist/image/programs')
for (const name of nativePackages) copy(`node_modules/${name}`, `programs/node_modules/${name}`)
console.log('dist/image is ready.')
