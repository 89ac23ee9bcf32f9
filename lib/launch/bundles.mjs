import { existsSync, mkdirSync, readFileSync } from 'node:fs'
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

/** What a container runs, each file whole: there are no packages beside it but the one for pictures. */
const IMAGE_ENTRIES = {
  portal: 'lib/launch/image/portal.ts',
  worker: 'lib/launch/image/worker.ts',
  migrate: 'lib/launch/image/migrate.ts',
  enrollment: 'lib/cli/main.ts',
}

/** The measurements: what `npm run bench` runs, and the programs it measures. */
const BENCH_ENTRIES = {
  main: 'e2e/bench/main.ts',
  keeper: 'e2e/bench/programs/keeper.ts',
  import: 'e2e/bench/programs/import.ts',
  agent: 'e2e/bench/programs/agent.ts',
  'agent-companies': 'e2e/bench/programs/agent-companies.ts',
  'idle-agents': 'e2e/bench/programs/idle-agents.ts',
  ldapts: 'e2e/bench/programs/ldapts.ts',
  backstage: 'e2e/bench/programs/backstage.ts',
  synchronize: 'e2e/bench/programs/synchronize.ts',
  upsert: 'e2e/bench/programs/upsert.ts',
  'list-changes': 'e2e/bench/programs/list-changes.ts',
  'list-people': 'e2e/bench/programs/list-people.ts',
  worker: 'lib/launch/worker.ts',
  visit: 'lib/jobs/testing/function.ts',
}

/** `server-only` means something to Next alone. */
const withoutServerOnly = {
  name: 'server-only',
  setup(context) {
    context.onResolve({ filter: /^server-only$/ }, () => ({ path: 'server-only', namespace: 'nothing' }))
    context.onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: '' }))
  },
}

/**
 * Packages stay in node_modules but for this one: it consists of hundreds of small modules, and for each of them Node parses
 * its large package.json anew. Bundled, a program starts half a second sooner and takes 100 MB less.
 */
const bundled = ['drizzle-orm']

function externalPackages() {
  const { dependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
  const names = Object.keys(dependencies).filter(name => !bundled.includes(name))
  return names.flatMap(name => [name, `${name}/*`])
}

/** Packages written for `require` find it there. */
const requireHere = `import { createRequire as requireFor } from 'node:module'; const require = requireFor(import.meta.url);`

/** Bundles them into dist/ as ES modules; aliases come from tsconfig.json. */
export async function bundle(names = Object.keys(ENTRIES)) {
  const present = names.filter(name => existsSync(path.join(root, ENTRIES[name])))
  await bundleInto('dist', Object.fromEntries(present.map(name => [name, ENTRIES[name]])))
}

/** What the agent's bundle may be made of: a program for somebody else's house has nothing in it that it does not need. */
const agentInputs =
  /^(agent\/|lib\/(directory|agent-protocol|network|settings)\/|lib\/outcome\.ts$|lib\/words\/en\/directory\.json$|package\.json$|node_modules\/(icu-minify|@formatjs|zod|commander|yaml|ldapts|ipaddr\.js|asn1|safer-buffer|debug|ms)\/)/

/**
 * The agent, whole: one file that needs nothing beside Node.
 * @returns {Promise<string[]>} inputs that do not belong there; none when all is well
 */
export async function bundleAgent(outdir = 'dist/agent') {
  const options = { external: [], banner: { js: requireHere }, sourcemap: false, metafile: true, legalComments: 'none' }
  const { metafile } = await bundleInto(outdir, { 'enrollment-agent': 'agent/main.ts' }, options)
  return Object.keys(metafile.inputs).filter(input => !agentInputs.test(input))
}

/** A browser's driver cannot be bundled; only tests and measurements need it. */
export const bundleBench = () =>
  bundleInto('dist/bench', BENCH_ENTRIES, { external: [...externalPackages(), 'playwright'] })

export const bundleImage = outdir =>
  bundleInto(outdir, IMAGE_ENTRIES, { external: ['pg-native', ...nativePackages], banner: { js: requireHere } })

/** Programs of the machine, which no bundle can hold, and what they need. */
export const nativePackages = ['sharp', '@img', 'detect-libc', 'semver']

export async function bundleInto(outdir, entryPoints, options = { external: externalPackages() }) {
  mkdirSync(path.resolve(root, outdir), { recursive: true })
  const built = await build({
    absWorkingDir: root,
    entryPoints,
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    sourcemap: 'linked',
    ...options,
    jsx: 'automatic',
    logLevel: 'warning',
    plugins: [withoutServerOnly],
  })
  await stop()
  return built
}
