import { existsSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { build, stop } from 'esbuild'
import { root } from './program.mjs'

/** Programs that run beside the portal, and the file each starts from. */
const ENTRIES = {
  start: 'lib/launch/start.ts',
  portal: 'lib/launch/portal.ts',
  worker: 'lib/launch/worker.ts',
  'sample-directory': 'lib/launch/sample-directory.ts',
  postgres: 'lib/launch/postgres-keeper.ts',
  enrollment: 'lib/cli/main.ts',
}

/** `server-only` means something to Next alone. */
const withoutServerOnly = {
  name: 'server-only',
  setup(context) {
    context.onResolve({ filter: /^server-only$/ }, () => ({ path: 'server-only', namespace: 'nothing' }))
    context.onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: '' }))
  },
}

/** Bundles them into dist/ as ES modules; packages stay in node_modules, aliases come from tsconfig.json. */
export async function bundle(names = Object.keys(ENTRIES)) {
  const present = names.filter(name => existsSync(path.join(root, ENTRIES[name])))
  mkdirSync(path.join(root, 'dist'), { recursive: true })
  await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(present.map(name => [name, ENTRIES[name]])),
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node22',
    sourcemap: 'linked',
    jsx: 'automatic',
    logLevel: 'warning',
    plugins: [withoutServerOnly],
  })
  await stop()
}
