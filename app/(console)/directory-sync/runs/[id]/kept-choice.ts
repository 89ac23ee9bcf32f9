import type { Choice } from './choice'

/** What was kept of a choice; null for what is none. */
export function choiceIn(text: string | null): Choice | null {
  const kept = read(text)
  if (typeof kept !== 'object' || kept === null) return null
  if ('only' in kept && areNames(kept.only)) return { only: kept.only }
  if ('without' in kept && areNames(kept.without)) return { without: kept.without }
  return null
}

const areNames = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every(name => typeof name === 'string')

function read(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null')
  } catch {
    return null
  }
}
