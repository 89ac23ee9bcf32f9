/** The code of a system's or a database's error, such as EACCES or 28P01; null when it has none. */
export const codeOf = (error: unknown): string | null =>
  error instanceof Error && 'code' in error ? String(error.code) : null
