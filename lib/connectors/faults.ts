import type * as z from 'zod'
import type { Fault } from '@/lib/outcome'

const code = /^[a-z][a-z0-9-]*$/

/**
 * A schema's issues as faults. The schemas of lib/settings carry codes as their messages; anything else is
 * `value-invalid`, because zod's own English is not for people's eyes.
 */
export function faultsOf(error: z.ZodError, under?: string): Fault[] {
  const faults = error.issues.map((issue): Fault => {
    const path = [...(under ? [under] : []), ...issue.path.map(String)].join('.')
    return code.test(issue.message)
      ? { code: issue.message, args: {}, path }
      : { code: 'value-invalid', args: { field: path }, path }
  })
  // A blank value breaks several rules at once; the first says what to do.
  return faults.filter(({ path }, index) => faults.findIndex(other => other.path === path) === index)
}
