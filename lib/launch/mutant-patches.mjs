import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './program.mjs'

const folder = 'e2e/mutants'
const fields = ['Invariant', 'Breaks', 'Project', 'File', 'Test']

/**
 * Every deliberate break: a patch whose first lines say which invariant it breaks and how, and which test must notice.
 * @param names of patches, without their folder and ending; none = all
 */
export function readPatches(names = []) {
  const files = globSync(`${folder}/*.patch`, { cwd: root }).sort()
  const patches = files.map(file => readPatch(file, readFileSync(path.join(root, file), 'utf8')))
  const unknown = names.filter(name => !patches.some(patch => patch.name === name))
  if (unknown.length > 0) throw new Error(`${folder} has no ${unknown.join(', ')}`)
  return names.length === 0 ? patches : patches.filter(patch => names.includes(patch.name))
}

function readPatch(file, text) {
  const head = text.slice(0, text.indexOf('diff --git '))
  const [invariant, breaks, project, testFile, test] = fields.map(field => {
    const value = new RegExp(`^${field}: (.+)$`, 'm').exec(head)?.[1]
    if (!value) throw new Error(`${file} does not say its ${field}`)
    return value.trim()
  })
  return { name: path.basename(file, '.patch'), file, invariant, breaks, project, testFile, test }
}

/**
 * Applies a patch to the project or a copy of it, or takes it back.
 * @param options of `git apply`, such as `--check` or `--reverse`
 * @returns what git had against it, or null
 */
export function applyPatch({ file }, where = root, options = []) {
  const applied = spawnSync('git', ['apply', ...options, path.join(root, file)], { cwd: where, encoding: 'utf8' })
  if (applied.error) return applied.error.message
  return applied.status === 0 ? null : applied.stderr.trim()
}

/**
 * What became of a test, by Vitest's JSON report: `passed`, `failed`, or why it is neither.
 * @returns {{ outcome: string, message: string }}
 */
export function outcomeOf(report, test) {
  if (!report) return { outcome: 'could not be run', message: '' }
  const assertions = report.testResults.flatMap(file => file.assertionResults)
  const named = assertions.filter(({ title, status }) => title === test && status !== 'skipped' && status !== 'pending')
  const unloaded = report.testResults.find(file => file.assertionResults.length === 0 && file.message)
  if (unloaded) return { outcome: `could not be loaded: ${unloaded.message.split('\n')[0]}`, message: '' }
  if (named.length === 0) return { outcome: 'was not found', message: '' }
  const failed = named.find(({ status }) => status === 'failed')
  return { outcome: failed ? 'failed' : 'passed', message: failed?.failureMessages?.[0] ?? '' }
}

/** Seed and smallest example of a property's failure (fast-check), or the first line of any other. */
export function exampleOf(message) {
  const seed = /\{ seed: (-?\d+)/.exec(message)?.[1] ?? null
  const example = /Counterexample: (.*)/.exec(message)?.[1] ?? message.split('\n')[0] ?? ''
  return { seed, example: example.length > 300 ? `${example.slice(0, 300)}…` : example }
}
