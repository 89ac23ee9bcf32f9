/** What was measured, as cells; the first column is text, the others are numbers. */
export type Table = { title: string; head: string[]; lines: string[][] }

/** For the screen. */
export function onScreen({ title, head, lines }: Table): string {
  const widths = head.map((name, column) => Math.max(name.length, ...lines.map(line => line[column]?.length ?? 0)))
  const written = [head, ...lines].map(line =>
    line.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))),
  )
  return [title, ...written.map(line => line.join('  '))].join('\n')
}

/** For a page of text. */
export function asMarkdown({ title, head, lines }: Table): string {
  const rules = head.map((_, column) => (column === 0 ? '---' : '--:'))
  const written = [head, rules, ...lines].map(
    line => `| ${line.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`,
  )
  return [`**${title}**`, '', ...written].join('\n')
}
