/** How many pages stand on each side of the one that is shown. */
const beside = 1

/**
 * The numbers of pages to choose from: the first, the last, and those around the one that is shown.
 * @returns numbers in their order; null where some are left out, never for a single one
 */
export function shownPages(page: number, total: number): (number | null)[] {
  const isNear = (number: number) => number === 1 || number === total || Math.abs(number - page) <= beside
  const shown: (number | null)[] = []
  for (let number = 1; number <= total; number++) {
    const isAlone = isNear(number - 1) && isNear(number + 1)
    if (isNear(number) || isAlone) shown.push(number)
    else if (shown.at(-1) !== null) shown.push(null)
  }
  return shown
}
