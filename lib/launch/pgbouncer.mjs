import { existsSync } from 'node:fs'
import { canInstall, installPackages } from './system-packages.mjs'

export const pgBouncer = '/usr/sbin/pgbouncer'
export const findPgBouncer = () => existsSync(pgBouncer)

/**
 * Finds PgBouncer, or installs it, as root on Debian.
 * @returns {string | null} null when it is there, otherwise why the story through it is left out
 */
export function preparePgBouncer() {
  if (findPgBouncer()) return null
  const lacking = 'For the story through a pooler pgbouncer is missing'
  if (!canInstall()) return `${lacking}. Install it, or run the tests as root on Debian or Ubuntu, which does.`
  const problem = installPackages(['pgbouncer'])
  return findPgBouncer() ? null : `${lacking} and could not be installed: ${problem ?? 'it does not work'}.`
}
