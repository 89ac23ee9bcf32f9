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

/**
 * The rows of a table of faults: what happens, and the tests that show what must.
 * @param text Markdown with rows of id, what happens, what must happen, tests as `file` › name
 * @returns {{ id: string, what: string, tests: { file: string, name: string }[] }[]}
 */
export function faultRows(text) {
  return [...text.matchAll(/^\| ([A-Z]\d+) \| (.+) \| (.+) \| (.+) \|$/gm)].map(([, id, what, , shown]) => ({
    id,
    what,
    tests: shown.split('<br>').map(one => {
      const [, file = '', name = ''] = /^`(.+?)` › (.+)$/.exec(one) ?? []
      return { file, name: name.replaceAll('\\|', '|') }
    }),
  }))
}
