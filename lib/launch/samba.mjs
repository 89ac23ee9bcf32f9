import { existsSync } from 'node:fs'
import { starts } from './program.mjs'
import { canInstall, installPackages } from './system-packages.mjs'

const PACKAGES = [
  'samba',
  'samba-ad-dc',
  'samba-dsdb-modules',
  'samba-ad-provision',
  'python3-samba',
  'ldb-tools',
  'ldap-utils',
  'gcc',
  'libc6-dev',
  'openssl',
]

/** Samba's Python tools need the system's Python; another one may come first on PATH. */
const PYTHON = '/usr/bin/python3'

/** Whether a Samba domain controller can be provisioned and run here. */
export function findSamba() {
  const programs = ['/usr/sbin/samba', '/usr/bin/ldbsearch', '/usr/bin/ldapsearch', '/usr/bin/openssl', '/usr/bin/gcc']
  return programs.every(program => existsSync(program)) && starts(PYTHON, ['-c', 'import samba.provision'])
}

/**
 * Finds Samba, or installs Debian's as root.
 * @returns {string | null} null when it is there, otherwise why the stories on it cannot run
 */
export function prepareSamba() {
  if (process.getuid?.() !== 0)
    return 'A Samba domain controller needs root. Run the tests as root on Debian or Ubuntu.'
  if (findSamba()) return null
  if (!canInstall()) return 'Samba is not installed, and only Debian packages can be installed from here.'
  const problem = installPackages(PACKAGES)
  return findSamba() ? null : `Samba could not be installed: ${problem ?? 'its tools do not start'}.`
}
