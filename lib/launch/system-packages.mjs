import { spawnSync } from 'node:child_process'
import { existsSync, rmSync, writeFileSync } from 'node:fs'

const POLICY = '/usr/sbin/policy-rc.d'

export const isRoot = () => process.getuid?.() === 0

/** Whether packages can be installed here: Debian's apt-get, as root. */
export const canInstall = () => isRoot() && existsSync('/usr/bin/apt-get')

/**
 * Installs Debian packages, as root. While it runs a policy-rc.d answers 101, so that no package starts its services
 * (a file that was there before is left alone).
 * @param {string[]} packages names; those the archive does not know are left out
 * @returns {string | null} null, or what went wrong
 */
export function installPackages(packages) {
  const ours = !existsSync(POLICY)
  if (ours) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    apt(['update'])
    const known = packages.filter(name => spawnSync('apt-cache', ['show', name], { stdio: 'ignore' }).status === 0)
    if (known.length === 0) return `the package archive knows none of ${packages.join(', ')}`
    return apt(['install', '--yes', '--no-install-recommends', ...known])
  } finally {
    if (ours) rmSync(POLICY, { force: true })
  }
}

function apt(args) {
  const { status, stderr, error } = spawnSync('apt-get', ['-qq', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    timeout: 300_000,
  })
  if (status === 0) return null
  return `apt-get ${args[0]}: ${(error?.message ?? stderr.trim().split('\n').at(-1)) || `exit code ${status}`}`
}
