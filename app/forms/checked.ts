import type * as z from 'zod'
import type { Answer } from './problem'
import { issueProblem } from './typed-problem'

/**
 * Checks what was typed by the schema that the server checks it by, before it is sent. Schemas and what they are made with are
 * fetched when they are first needed: no page carries them. Where they cannot be fetched the server is the only one to judge.
 *
 * @param under where the values stand in the settings
 */
export async function checked<T>(load: () => Promise<z.ZodType<T>>, values: T, under = ''): Promise<Answer<T>> {
  const schema = await fetched(load)
  const parsed = schema?.safeParse(values)
  if (!parsed || parsed.success) return { ok: true, value: parsed?.data ?? values }
  return { ok: false, problems: parsed.error.issues.map(issueProblem(under)) }
}

async function fetched<T>(load: () => Promise<z.ZodType<T>>): Promise<z.ZodType<T> | null> {
  try {
    await import('./no-eval')
    return await load()
  } catch {
    return null
  }
}
