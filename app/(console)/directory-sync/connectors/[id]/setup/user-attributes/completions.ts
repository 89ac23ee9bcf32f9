import type { Known } from './form'

export type Completion = { value: string; usage: string | null }
const most = 8

/** What could be written at the caret in place of what begins there; nothing where nothing began. */
export function completions(text: string, caret: number, known: Known): { from: number; options: Completion[] } {
  const before = text.slice(0, caret)
  const attribute = /\b(?:entry|values)\.([A-Za-z][\w-]*)?$/.exec(before)
  if (attribute) {
    const begun = attribute[1] ?? ''
    const found = matching(known.attributes, begun).map(value => ({ value, usage: null }))
    return { from: caret - begun.length, options: exceptWhole(found, begun) }
  }
  const word = /(?:^|[^\w."'-])([A-Za-z]\w*)$/.exec(before)?.[1] ?? ''
  if (word === '') return { from: caret, options: [] }
  const names = matching([...variables, ...known.functions.map(({ name }) => name)], word)
  const usages = new Map(known.functions.map(({ name, usage }) => [name, usage]))
  return { from: caret - word.length, options: exceptWhole(names.map(option(usages)), word) }
}

const variables = ['entry', 'values']

const option =
  (usages: ReadonlyMap<string, string>) =>
  (name: string): Completion => {
    const usage = usages.get(name) ?? null
    return { value: usage === null ? `${name}.` : `${name}(`, usage }
  }

const matching = (names: readonly string[], begun: string): string[] =>
  names.filter(name => name.toLowerCase().startsWith(begun.toLowerCase())).slice(0, most)

/** What is written already is not offered. */
const exceptWhole = (options: Completion[], begun: string): Completion[] =>
  options.length === 1 && options[0]?.value === begun ? [] : options
