import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '../../..')
/** Said at once; what a function would say is said when somebody calls it. */
const saying = /(?<!\(\) => )\b(?:say|sayIfKnown|settingSentence)\(/
/** The name of a constant, and what it is. */
const constant = /^(?:export )?const (\w+)(?:: .*?)? = (.*)/s
/** A function, or what a function makes of one: neither says anything yet. */
const later = /^(?:async )?(?:\([^)]*\)|\w+)(?:: [^=]+)? =>|^\w+(?:<[^(]*>)?\(/

/**
 * Of a module, the constants that say something when it is read, which is before anybody asked in any language. A page's
 * `metadata` is one: what it says is said by `generateMetadata`.
 */
export function saidAtOnce(text: string): string[] {
  const statements = text.split(/\n(?=[^\s)\]}])/)
  return statements.flatMap(statement => {
    const [, name, value] = constant.exec(statement) ?? []
    if (!name || !value) return []
    return name === 'metadata' || (saying.test(value) && !later.test(value)) ? [name] : []
  })
}

/** The same of all modules of the screens. */
export function saidByModules(): string[] {
  const files = globSync('app/**/*.{ts,tsx}', { cwd: root }).filter(file => !file.includes('.test.'))
  return files.flatMap(file => saidAtOnce(readFileSync(path.join(root, file), 'utf8')).map(name => `${file}: ${name}`))
}
