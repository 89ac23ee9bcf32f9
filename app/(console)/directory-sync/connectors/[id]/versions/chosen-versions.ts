/** Which versions are compared, as an address asks: both have to exist and to be two; null = nothing is asked, or nothing that can be compared. */
export function chosenVersions<V extends { version: number }>(
  versions: readonly V[],
  { from, to }: { from?: string | undefined; to?: string | undefined },
): { from: V; to: V } | null {
  const find = (asked: string | undefined) => versions.find(({ version }) => String(version) === asked)
  const [before, after] = [find(from), find(to)]
  return before && after && before !== after ? { from: before, to: after } : null
}
