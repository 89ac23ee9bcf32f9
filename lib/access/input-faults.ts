import type * as z from 'zod'
import type { Fault } from '@/lib/outcome'

/** What was wrong with the input, per field. Our schemas give codes as messages; zod's own sentences become `input-invalid`. */
export function faultsOf(error: z.ZodError): Fault[] {
  return error.issues.map(issue => ({
    code: /^[a-z0-9]+(-[a-z0-9]+)*$/.test(issue.message) ? issue.message : 'input-invalid',
    args: {},
    path: issue.path.map(String).join('.'),
  }))
}
