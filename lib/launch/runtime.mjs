import { existsSync } from 'node:fs'
import { nodeProgram, root, run } from './program.mjs'

const MINIMUM = [22, 12]

/** Whether a version such as "22.12.0" is new enough. */
export function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number)
  return major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1])
}

/**
 * Makes sure that what follows runs on a Node that is new enough: goes on in this one, or hands the same command to the
 * one in node_modules and ends with its exit code.
 */
export async function ensureRuntime() {
  if (!existsSync(`${root}/node_modules/next`)) {
    console.error('The packages are not installed. Run "npm ci" in this folder first.')
    process.exit(1)
  }
  if (isNewEnough(process.versions.node)) return
  const pinned = nodeProgram()
  if (pinned !== process.execPath) process.exit(await run(pinned, process.argv.slice(1)))
  console.error(
    `Enrollment needs Node ${MINIMUM.join('.')} or newer, and this is Node ${process.versions.node}. ` +
      'Run "npm ci" without omitting optional packages, which brings a suitable one, or install one from https://nodejs.org.',
  )
  process.exit(1)
}
