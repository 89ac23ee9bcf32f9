import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ensureRuntime } from './runtime.mjs'
import { none, sum } from './test-counts.mjs'

await ensureRuntime()
const { stages } = await import('./test-stages.mjs')

const scratch = mkdtempSync(path.join(tmpdir(), 'enrollment-test-'))
const strict = process.env.CI === 'true' || process.env.CI === '1'
const isLong = process.argv.includes('--long')
const wanted = process.argv.slice(2).filter(argument => argument !== '--long')
if (isLong) process.env.ENROLLMENT_TEST_RUNS ||= '20'

/** Everything in order; a stage that fails does not keep the next ones from being tried, but those it feeds. */
async function test() {
  const outcomes = []
  for (const stage of stages) {
    if (!stage.exists() || (wanted.length > 0 && !wanted.includes(stage.name))) continue
    const started = Date.now()
    console.log(`\n── ${stage.name}: ${stage.title}`)
    const blocked = stage.needs?.find(need => outcomes.some(outcome => outcome.name === need && outcome.failed > 0))
    const counts = blocked
      ? { ...none, failed: 1, notes: [`${stage.name} could not run because ${blocked} failed.`] }
      : await stage.run({ scratch, strict })
    outcomes.push({ name: stage.name, ...counts })
    console.log(`   ${counts.failed > 0 ? 'failed' : 'fine'}, ${((Date.now() - started) / 1000).toFixed(1)} s`)
  }
  return outcomes
}

try {
  const outcomes = await test()
  const total = sum(outcomes)
  for (const outcome of outcomes) if (outcome.failed > 0) console.log(`\n${outcome.name}: ${outcome.failed} failed`)
  for (const note of total.notes) console.log(note)
  console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
  process.exitCode = total.failed > 0 ? 1 : 0
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
