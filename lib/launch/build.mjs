import { accessSync, constants, existsSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureRuntime } from './runtime.mjs'

const asProgram = import.meta.url === pathToFileURL(process.argv[1] ?? '').href
if (asProgram) await ensureRuntime()
const { builtStamp, currentStamp, writeStamp } = await import('./build-stamp.mjs')
const { readEnvironmentFile, root, runPackage } = await import('./program.mjs')

/** Whether portal and programs were built from exactly these sources. */
export const isBuilt = () => builtStamp() === currentStamp()

/** Why nothing can be built here by this user, and what to do; null when it can. */
export function unwritable() {
  const closed = ['.', '.next', 'dist'].map(name => path.join(root, name)).find(place => !mayWrite(place))
  if (!closed) return null
  return (
    `Enrollment has to be built, and this user may not write to ${closed}. ` +
    'Run "npm run build" as the user who owns the folder, then start again.'
  )
}

function mayWrite(place) {
  try {
    if (existsSync(place)) accessSync(place, constants.W_OK)
    return true
  } catch {
    return false
  }
}

/**
 * Builds the portal with Next and the programs beside it.
 * @returns {Promise<number>} 0, or the exit code of what failed
 */
async function buildAll() {
  const problem = unwritable()
  if (problem) {
    console.error(problem)
    return 1
  }
  const stamp = currentStamp()
  const code = await runPackage('next/dist/bin/next', ['build'], { NODE_ENV: 'production' })
  if (code !== 0) return code
  const { bundle, bundleAgent } = await import('./bundles.mjs')
  await bundle()
  const strangers = await bundleAgent()
  if (strangers.length > 0) {
    console.error(`The agent would carry what it may not: ${strangers.join(', ')}`)
    return 1
  }
  writeStamp(stamp)
  return 0
}

/** Started by the start script, it ends with it. */
function endWithParent() {
  process.channel?.unref()
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
}

if (asProgram) {
  endWithParent()
  readEnvironmentFile()
  const needed = !process.argv.includes('--if-changed') || !isBuilt()
  const quiet = process.argv.includes('--quiet')
  if (needed && quiet) console.log('Building the portal. This takes about half a minute, once per version.')
  if (!needed && !quiet) console.log('The build is up to date.')
  process.exitCode = needed ? await buildAll() : 0
}
