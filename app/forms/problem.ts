/** What is wrong with a form, in words. `path` names the field, or null when it is about the whole. */
export type Problem = { path: string | null; text: string; code: string }

/** What an action answers to the browser: codes have become words. */
export type Answer<T> = { ok: true; value: T } | { ok: false; problems: Problem[] }

/** The id of a field's input, by its path in the form. */
export const fieldId = (path: string) => `field-${path.replaceAll('.', '-')}`

/** The words beside one field. */
export const problemAt = (problems: readonly Problem[], path: string): string | undefined =>
  problems.find(problem => problem.path === path)?.text
