import { existsSync } from 'node:fs'
import { ensureRuntime } from './runtime.mjs'
import { canInstall, installPackages } from './system-packages.mjs'

await ensureRuntime()

/** What the measurements start, and the Debian packages that bring it. */
const PROGRAMS = {
  '/usr/sbin/slapd': 'slapd',
  '/usr/bin/ldapsearch': 'ldap-utils',
  '/usr/bin/gcc': 'gcc libc6-dev',
  '/usr/bin/psql': 'postgresql-client',
  '/usr/bin/openssl': 'openssl',
}

const missing = Object.keys(PROGRAMS).filter(program => !existsSync(program))
const problem = missing.length > 0 ? install(missing.flatMap(program => PROGRAMS[program].split(' '))) : null
if (problem) {
  console.error(problem)
  process.exit(1)
}
const { bundleBench } = await import('./bundles.mjs')
await bundleBench()
await import(new URL('../../dist/bench/main.mjs', import.meta.url).href)

/** @returns {string | null} null, or why the measurements cannot run */
function install(packages) {
  if (!canInstall())
    return `The measurements need ${packages.join(', ')}. As root on Debian or Ubuntu they are installed.`
  const wrong = installPackages(packages)
  return wrong && `${packages.join(', ')} could not be installed: ${wrong}.`
}
