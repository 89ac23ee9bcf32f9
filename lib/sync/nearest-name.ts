/** Steps that make one word of another: a letter added, left out, replaced, or two neighbors exchanged. */
function distance(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return most + 1
  let before: number[] = []
  let above = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (let i = 1; i <= one.length; i++) {
    const row = [i]
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1
      let steps = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + same)
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1])
        steps = Math.min(steps, (before[j - 2] ?? 0) + 1)
      row.push(steps)
    }
    before = above
    above = row
  }
  return above[other.length] ?? 0
}

/** What somebody who typed this name probably meant, without regard to case; null when nothing is near enough. */
export function nearestName(typed: string, known: Iterable<string>): string | null {
  const wanted = typed.toLowerCase()
  let best: { name: string; steps: number } | null = null
  for (const name of known) {
    const most = best === null ? Math.max(1, Math.floor(wanted.length / 4)) : best.steps - 1
    const steps = distance(wanted, name.toLowerCase(), most)
    if (steps <= most) best = { name, steps }
    if (steps === 0) break
  }
  return best?.name ?? null
}
