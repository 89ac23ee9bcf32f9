import { existsSync } from 'node:fs'
import { ensureRuntime } from './runtime.mjs'
import { canInstall, installPackages } from './system-packages.mjs'

await ensureRuntime()

/** What the measurements start, and the Debian package that brings it. */
const PROGRAMS = {
  '/usr/sbin/slapd': 'slapd',
  '/usr/bin/ldapsearch': 'ldap-utils',
  '/usr/bin/psql': 'postgresql-client',
  '/usr/bin/openssl': 'openssl',
}

const missing = Object.keys(PROGRAMS).filter(program => !existsSync(program))
const problem = missing.length > 0 ? install(missing.map(program => PROGRAMS[program])) : null
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
