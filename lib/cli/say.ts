import type { Fault } from '@/lib/outcome'
import { atLine } from '@/lib/words/at-line'
import { type Room, sentence, sentences } from '@/lib/words/words'

// The command line's own words first, then the file's: the wizard says of the same codes what to do on a page.
const rooms: readonly Room[] = ['cli', 'config-file', 'connectors', 'runs', 'access']

/** A fault as the sentence for a person, with the line of the file where there is one. */
export function say({ code, args }: Fault): string {
  const message = sentence(
    code,
    args,
    rooms.find(room => Object.hasOwn(sentences[room], code)),
  )
  return atLine(code, args, message)
}

/** Columns padded to the widest value; the last one is left as it is. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows.reduce<number[]>((most, row) => row.map((cell, i) => Math.max(most[i] ?? 0, cell.length)), [])
  return rows.map(row => row.map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i] ?? 0))).join('  '))
}
