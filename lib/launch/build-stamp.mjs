import { createHash } from 'node:crypto'
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './program.mjs'

const FILE = path.join(root, 'dist/stamp')
const SOURCES = [
  '{app,lib,db,public,agent}/**/*',
  'proxy.ts',
  'instrumentation.ts',
  'next.config.js',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
]
const IGNORED = /\.test\.tsx?$|\.(md|sql)$|[\\/]testing[\\/]/

/** One hash over everything that a build depends on: the sources, the locked versions and the base path. */
export function currentStamp() {
  const hash = createHash('sha256')
    .update(process.env.ENROLLMENT_BASE_PATH || '/enrollment')
    .update(process.version)
  for (const entry of sources()) hash.update(`\0${entry}\0`).update(readFileSync(path.join(root, entry)))
  return hash.digest('hex')
}

/** @returns what the last complete build was made of, or null */
export function builtStamp() {
  try {
    return readFileSync(FILE, 'utf8')
  } catch {
    return null
  }
}

export const writeStamp = stamp => writeFileSync(FILE, stamp)

function sources() {
  return globSync(SOURCES, { cwd: root, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.relative(root, path.join(entry.parentPath, entry.name)))
    .filter(name => !IGNORED.test(name))
    .sort()
}
