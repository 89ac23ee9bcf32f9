import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { withoutServices } from './without-services.mjs'

/** Whether packages can be installed here: Debian's apt-get, as root. */
export const canInstall = () => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')

/**
 * Installs Debian packages, as root, without anything they merely recommend, and without starting their services.
 * @param {string[]} packages names; those the archive does not know are left out
 * @returns {string | null} null, or what went wrong
 */
export function installPackages(packages) {
  console.log(`   installing ${packages.join(', ')}`)
  return withoutServices(() => {
    const stale = apt(['update'])
    const known = packages.filter(name => spawnSync('apt-cache', ['show', name], { stdio: 'ignore' }).status === 0)
    if (known.length === 0) return stale ?? `the package archive knows none of ${packages.join(', ')}`
    return apt(['install', '--yes', '--no-install-recommends', ...known])
  })
}

/** @returns null, or its last words */
function apt(args) {
  const { status, stderr, error } = spawnSync('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=120', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    timeout: 600_000,
  })
  if (status === 0) return null
  const words = error?.message ?? stderr?.trim().split('\n').at(-1)
  return `apt-get ${args[0]}: ${words || `exit code ${status}`}`
}
