import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ensureRuntime } from './runtime.mjs'

await ensureRuntime()
const { stages } = await import('./test-stages.mjs')
const { closing, runStages } = await import('./test-run.mjs')

const scratch = mkdtempSync(path.join(tmpdir(), 'enrollment-test-'))
const strict = process.env.CI === 'true' || process.env.CI === '1'
const isLong = process.argv.includes('--long')
const wanted = process.argv.slice(2).filter(argument => argument !== '--long')
if (isLong) process.env.ENROLLMENT_TEST_RUNS ||= '20'
const interruption = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => interruption.abort())

const outcomes = await runStages(stages, {
  wanted,
  context: { scratch, strict },
  signal: interruption.signal,
  say: console.log,
})
rmSync(scratch, { recursive: true, force: true })
const { lines, code } = closing(outcomes)
for (const line of lines) console.log(line)
process.exitCode = code
