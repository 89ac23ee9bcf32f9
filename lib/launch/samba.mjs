import { existsSync, globSync } from 'node:fs'
import { starts } from './program.mjs'
import { canInstall, installPackages } from './system-packages.mjs'

/** Samba's Python tools need the system's Python; another one may come first on PATH. */
const PYTHON = '/usr/bin/python3'

/** Debian's packages that a domain controller for the tests is made of, and by what one sees that each is there. */
const NEEDED = [
  { name: 'samba', there: () => existsSync('/usr/sbin/samba') },
  { name: 'samba-dsdb-modules', there: () => globSync('/usr/lib/*/samba/ldb/samldb.so').length > 0 },
  { name: 'samba-ad-provision', there: () => existsSync('/usr/share/samba/setup/provision.ldif') },
  { name: 'python3-samba', there: () => starts(PYTHON, ['-c', 'import samba.provision']) },
  { name: 'gcc', there: () => starts('gcc') },
  { name: 'libc6-dev', there: () => existsSync('/usr/include/dlfcn.h') },
  // For the network of its own in which the agent's company stands.
  { name: 'iproute2', there: () => starts('ip', ['-V']) },
  { name: 'openssl', there: () => starts('openssl', ['version']) },
]

/** In newer releases the server itself is in a package of its own. */
const SERVER_ALONE = 'samba-ad-dc'

/** Whether a Samba domain controller can be provisioned and run here. */
export const findSamba = () => missing().length === 0

const missing = () => NEEDED.filter(({ there }) => !there()).map(({ name }) => name)

/**
 * Finds what a Samba domain controller needs, or installs what is missing of it, as root on Debian.
 * @returns {string | null} null when it is there, otherwise why the stories on it cannot run
 */
export function prepareSamba() {
  const first = missing()
  if (first.length === 0) return null
  const lacking = `For a Samba domain controller ${first.join(', ')} ${first.length === 1 ? 'is' : 'are'} missing`
  if (!canInstall()) return `${lacking}. Install them, or run the tests as root on Debian or Ubuntu, which does.`
  const problem = installPackages(first) ?? (missing().includes('samba') ? installPackages([SERVER_ALONE]) : null)
  const still = missing()
  if (still.length === 0) return null
  return `${lacking}, and ${still.join(', ')} could not be installed: ${problem ?? 'it does not work'}.`
}
