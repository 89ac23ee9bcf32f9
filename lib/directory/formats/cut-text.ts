/** The beginning of a text, at most `length` UTF-16 units of it, without half a character, which no database takes. */
export function cutText(text: string, length: number): string {
  return text
    .slice(0, length)
    .toWellFormed()
    .replace(/\ufffd$/, '')
}
