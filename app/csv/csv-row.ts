/**
 * A line of a CSV file (RFC 4180). Every cell is quoted. What a spreadsheet would take for a formula gets an apostrophe in
 * front (OWASP, CSV injection): a text that begins with = + - @ or their full-width forms, whatever spaces stand before
 * them, or with a tab, a line end or NUL.
 */
export const csvRow = (cells: readonly string[]): string => `${cells.map(cell).join(',')}\r\n`

const formula = /^(?:[\s\0\ufeff]*[=+\-@＝＋－＠]|[\t\r\n\0])/u

function cell(value: string): string {
  const text = formula.test(value) ? `'${value}` : value
  return `"${text.replaceAll('\0', '').replaceAll('"', '""')}"`
}

/** UTF-8's mark at a file's beginning, by which spreadsheets know that names have accents. */
export const byteOrderMark = '\ufeff'
