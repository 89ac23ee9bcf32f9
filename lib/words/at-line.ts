import { type Arguments, sentence, sentences } from './words'

/** What is wrong in a file, behind the line where it stands. */
export function atLine(code: string, { line }: Arguments, message: string): string {
  return typeof line === 'number' && !tellsItsLine(code)
    ? sentence('at-line', { line, message }, 'config-file')
    : message
}

/** Whether the sentence says the line itself, as those of expressions do. */
const tellsItsLine = (code: string): boolean =>
  Object.entries(sentences.sync).some(([own, text]) => own === code && text.includes('{line'))
