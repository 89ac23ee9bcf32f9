/** Which rows of a plan a person wants: only these, or all without these. Whatever page they stand on. */
export type Choice = { only: readonly string[] } | { without: readonly string[] }

export const isChosen = (choice: Choice, anchor: string): boolean =>
  'only' in choice ? choice.only.includes(anchor) : !choice.without.includes(anchor)

/** The same choice with this row in it, or without it. */
export function choosing(choice: Choice, anchor: string, chosen: boolean): Choice {
  if ('only' in choice)
    return { only: chosen ? [...choice.only, anchor] : choice.only.filter(other => other !== anchor) }
  return { without: chosen ? choice.without.filter(other => other !== anchor) : [...choice.without, anchor] }
}
