import { env } from '@/lib/env'

/** The address of a page, as a mail has it. */
export function linkTo(path: string): string {
  const { ENROLLMENT_PUBLIC_URL: origin = '', ENROLLMENT_BASE_PATH: base } = env()
  return `${origin.replace(/\/+$/, '')}${base.replace(/\/+$/, '')}${path}`
}
