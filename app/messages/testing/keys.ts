export type Messages = { [key: string]: string | Messages }

/** Every message with its key, dots between the parts. */
export const keysOf = (part: Messages, above = ''): string[] =>
  Object.entries(part).flatMap(([key, value]) =>
    typeof value === 'string' ? [above + key] : keysOf(value, `${above}${key}.`),
  )
