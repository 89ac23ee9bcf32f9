import { none, sum } from './test-counts.mjs'

/** @typedef {{ passed: number, failed: number, skipped: number, notes: string[] }} Counts */

/**
 * Runs stages in order. One that fails, or crashes, does not keep the next ones from being tried, but those it feeds.
 * @param stages see test-stages.mjs
 * @param wanted the names of those to run; none means all
 * @param context what each stage is given
 * @param signal once it is aborted, no further stage begins
 * @param say prints one line
 * @returns {Promise<({ name: string } & Counts)[]>}
 */
export async function runStages(stages, { wanted, context, signal, say }) {
  const unknown = wanted.filter(name => !stages.some(stage => stage.name === name))
  if (unknown.length > 0) {
    const names = stages.map(({ name }) => name).join(', ')
    return unknown.map(name => failed(name, `There is no stage "${name}". The stages are ${names}.`))
  }
  const outcomes = []
  for (const stage of stages) {
    if (wanted.length > 0 && !wanted.includes(stage.name)) continue
    const outcome = signal.aborted ? failed(stage.name, `${stage.name} did not run: interrupted.`) : null
    const counts = outcome ?? (await runStage(stage, { context, outcomes, say }))
    if (counts) outcomes.push({ ...counts, name: stage.name })
  }
  return outcomes
}

/** @returns null when there is nothing to do in this stage yet */
async function runStage(stage, { context, outcomes, say }) {
  const started = Date.now()
  try {
    if (!stage.exists()) return null
    say(`\n── ${stage.name}: ${stage.title}`)
    const blocked = stage.needs?.find(need => outcomes.some(outcome => outcome.name === need && outcome.failed > 0))
    if (blocked) return failed(stage.name, `${stage.name} did not run, because ${blocked} failed.`)
    const counts = await stage.run(context)
    say(`   ${counts.failed > 0 ? 'failed' : 'fine'}, ${((Date.now() - started) / 1000).toFixed(1)} s`)
    return counts
  } catch (error) {
    console.error(error)
    return failed(stage.name, `${stage.name} crashed: ${error instanceof Error ? error.message : String(error)}`)
  }
}

const failed = (name, note) => ({ ...none, name, failed: 1, notes: [note] })

/**
 * What the run ends with: which stages failed, what did not run and why, and as the very last line the sum.
 * @returns {{ lines: string[], code: number }} the lines, and the exit code
 */
export function closing(outcomes) {
  const { passed, failed, skipped, notes } = sum(outcomes)
  return {
    lines: [
      ...outcomes.filter(outcome => outcome.failed > 0).map(outcome => `\n${outcome.name}: ${outcome.failed} failed`),
      ...notes,
      `\n${passed} passed, ${failed} failed, ${skipped} skipped`,
    ],
    code: failed > 0 ? 1 : 0,
  }
}
