import type { FieldErrors } from 'react-hook-form'
import { settingSentence } from './setting-sentence'

/** What is wrong with a form, in words. `path` names the field, or null when it is about the whole. */
export type Problem = { path: string | null; text: string; code: string }

/** What an action answers to the browser: codes have become words. */
export type Answer<T> = { ok: true; value: T } | { ok: false; problems: Problem[] }

/** The id of a field's input, by its path in the form. */
export const fieldId = (path: string) => `field-${path.replaceAll('.', '-')}`

/** The resolver's errors, flat and in the order of the schema; its messages are codes of lib/settings. */
export function problemsOf(errors: FieldErrors, under = ''): Problem[] {
  return Object.entries(errors).flatMap(([name, error]) => {
    if (!error || typeof error !== 'object' || name === 'ref') return []
    const path = under ? `${under}.${name}` : name
    if ('message' in error && typeof error.message === 'string')
      return [{ path, text: settingSentence(error.message), code: error.message }]
    return problemsOf(error as FieldErrors, path)
  })
}

/** The words beside one field. */
export const problemAt = (problems: readonly Problem[], path: string): string | undefined =>
  problems.find(problem => problem.path === path)?.text

/** What a schema has against a value of a form; `under` is where the form's values stand in the settings. */
export const issueProblem =
  (under = '') =>
  ({ path, message }: { path: PropertyKey[]; message: string }): Problem => ({
    path: [...(under ? [under] : []), ...path.map(String)].join('.'),
    text: settingSentence(message),
    code: message,
  })
