import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { childEnvironment, root } from './program.mjs'
import { ensureRuntime } from './runtime.mjs'

await ensureRuntime()
const { applyPatch, exampleOf, outcomeOf, readPatches } = await import('./mutant-patches.mjs')

/** Long enough for every test named; whoever takes longer was broken so that it never ends, which is noticed too. */
const longest = 300_000

/** What is tracked, or would be; packages are shared. */
function copyProject(copy) {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root })
  for (const file of String(listed).split('\0')) {
    if (file === '' || !existsSync(path.join(root, file))) continue
    mkdirSync(path.join(copy, path.dirname(file)), { recursive: true })
    cpSync(path.join(root, file), path.join(copy, file))
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'), 'junction')
}

/** Runs the named test alone. */
function runTest(copy, { project, testFile, test }) {
  const file = path.join(copy, 'report.json')
  rmSync(file, { force: true })
  const pattern = test.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const wanted = ['run', '--project', project, testFile, '-t', pattern, '--reporter=json', `--outputFile=${file}`]
  spawnSync(process.execPath, [path.join(copy, 'node_modules/vitest/vitest.mjs'), ...wanted], {
    cwd: copy,
    stdio: 'ignore',
    env: childEnvironment(),
    timeout: longest,
  })
  return outcomeOf(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null, test)
}

/** Breaks the copy, runs the test that must notice, and mends the copy. @returns null when all is well, or what is not */
function tryPatch(copy, patch, sound) {
  const { testFile, test } = patch
  const before = sound.get(`${testFile} ${test}`) ?? runTest(copy, patch)
  sound.set(`${testFile} ${test}`, before)
  if (before.outcome !== 'passed') return { wrong: `without the patch the test ${before.outcome}` }
  const refused = applyPatch(patch, copy)
  if (refused) return { wrong: `the patch does not apply: ${refused}` }
  const broken = runTest(copy, patch)
  const left = applyPatch(patch, copy, ['--reverse'])
  if (left) throw new Error(`${patch.name} cannot be taken back: ${left}`)
  return { wrong: broken.outcome === 'failed' ? null : `the test ${broken.outcome}`, ...exampleOf(broken.message) }
}

function tell(rows) {
  console.log(`\n${rows.length} breaks`)
  for (const { patch, wrong, seed, example } of rows) {
    console.log(`\n${wrong ? 'NOT NOTICED' : 'noticed'}  ${patch.name} (invariant ${patch.invariant}): ${patch.breaks}`)
    console.log(`   ${patch.testFile}: ${patch.test}`)
    console.log(wrong ? `   ${wrong}` : `   ${seed === null ? '' : `seed ${seed}: `}${example}`)
  }
}

/** `npm run test:mutants [NAME…]`: fails if a break of the project goes unnoticed by the test that its patch names. */
async function main() {
  const patches = readPatches(process.argv.slice(2))
  const copy = mkdtempSync(path.join(tmpdir(), 'enrollment-mutants-'))
  try {
    copyProject(copy)
    const sound = new Map()
    const rows = []
    for (const patch of patches) {
      const row = { patch, ...tryPatch(copy, patch, sound) }
      console.log(`${row.wrong ? 'NOT NOTICED' : 'noticed'}  ${patch.name}`)
      rows.push(row)
    }
    tell(rows)
    process.exitCode = rows.every(row => !row.wrong) ? 0 : 1
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

await main()
