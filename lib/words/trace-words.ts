import { type Arguments, sentence, sentences } from './words'

/** What a stage of a trace asks. */
export const stageQuestion = (stage: string): string => sentence(`stage-${stage}`, {}, 'trace')

/** What a stage answers: with words of its own, or with the reason that stands in the plan. */
export const stageAnswer = ({ code, args }: { code: string; args: Arguments }): string =>
  sentence(code, args, Object.hasOwn(sentences.trace, code) ? 'trace' : 'sync')

/** What happens to somebody, in a few words. */
export const verdict = (kind: string | null): string =>
  kind === null ? sentence('nothing-different', {}, 'trace') : sentence(`kind-${kind}`, {}, 'sync')
