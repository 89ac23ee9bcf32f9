import type { FieldErrors } from 'react-hook-form'
import type { Problem } from './problem'
import { settingSentence } from './setting-sentence'

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

/** What a schema has against a value of a form; `under` is where the form's values stand in the settings. */
export const issueProblem =
  (under = '') =>
  ({ path, message }: { path: PropertyKey[]; message: string }): Problem => ({
    path: [...(under ? [under] : []), ...path.map(String)].join('.'),
    text: settingSentence(message),
    code: message,
  })
