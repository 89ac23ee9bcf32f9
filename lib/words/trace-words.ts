import { type Arguments, sentence, sentences } from './words'

/** What a stage of a trace asks. */
export const stageQuestion = (stage: string): string => sentence(`stage-${stage}`, {}, 'trace')

/** What a stage answers: with words of its own, or with the reason that stands in the plan. */
export const stageAnswer = ({ code, args }: { code: string; args: Arguments }): string =>
  sentence(code, args, Object.hasOwn(sentences.trace, code) ? 'trace' : 'sync')

type Told = {
  change: { kind: string } | null
  steps: readonly { stage: string; because: { code: string; args: Arguments } }[]
}

/** What happens to somebody, in a few words; where nothing does, why. */
export function verdict({ change, steps }: Told): string {
  if (change !== null) return sentence(`kind-${change.kind}`, {}, 'sync')
  return stageAnswer(steps.find(({ stage }) => stage === 'planned')?.because ?? { code: 'nothing-different', args: {} })
}
