import { pathToFileURL } from 'node:url'
import { builtStamp, currentStamp, writeStamp } from './build-stamp.mjs'
import { runPackage } from './program.mjs'

/** Whether portal and programs were built from exactly these sources. */
export const isBuilt = () => builtStamp() === currentStamp()

/**
 * Builds the portal with Next and the programs beside it.
 * @returns {Promise<number>} 0, or the exit code of what failed
 */
export async function buildAll() {
  const stamp = currentStamp()
  const code = await runPackage('next/dist/bin/next', ['build'], { NODE_ENV: 'production' })
  if (code !== 0) return code
  const { bundle } = await import('./bundles.mjs')
  await bundle()
  writeStamp(stamp)
  return 0
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const needed = !process.argv.includes('--if-changed') || !isBuilt()
  const quiet = process.argv.includes('--quiet')
  if (needed && quiet) console.log('Building the portal. This takes about half a minute, once per version.')
  if (!needed && !quiet) console.log('The build is up to date.')
  process.exitCode = needed ? await buildAll() : 0
}
