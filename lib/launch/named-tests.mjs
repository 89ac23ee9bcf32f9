import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './program.mjs'

/** Whether the file has a test of this name, or one whose name is made of rows that could have it. */
export function hasTest(testFile, test) {
  if (!existsSync(path.join(root, testFile))) return false
  const text = readFileSync(path.join(root, testFile), 'utf8')
  const literals = text.matchAll(/(['"`])((?:\\.|(?!\1)[^\\\n])*)\1/g)
  return [...literals].some(([, , literal]) => isNamed(literal.replace(/\\(.)/g, '$1'), test))
}

/** Rows stand in a name as `$field` or in printf's way. */
function isNamed(name, test) {
  const parts = name.split(/\$[\w.]+|%[sdifjo]/).map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return parts.join('') !== '' && new RegExp(`^${parts.join('.+')}$`, 's').test(test)
}
