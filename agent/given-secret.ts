import { readFileSync } from 'node:fs'

/** A secret that came by environment or by file; never by argument. @throws Error when the file cannot be read */
export function givenSecret(value: string | undefined, file: string | undefined): string | null {
  if (value) return value
  return file ? readFileSync(file, 'utf8').trim() : null
}
