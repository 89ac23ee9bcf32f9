type Waiting<I, O> = { item: I; resolve(answer: O): void; reject(error: unknown): void }

/**
 * Asks for many at once what they ask one by one: the first at once, and whoever comes within so many milliseconds after
 * that together. Costs as much for a thousand as for one.
 * @param work answers in the order of the items
 */
export function gather<I, O>(
  work: (items: readonly I[]) => Promise<readonly O[]>,
  milliseconds: number,
): (item: I) => Promise<O> {
  let waiting: Waiting<I, O>[] = []
  let last = Number.NEGATIVE_INFINITY
  const begin = async () => {
    const these = waiting
    waiting = []
    last = performance.now()
    try {
      const found = await work(these.map(({ item }) => item))
      for (const [index, { resolve }] of these.entries()) resolve(found[index] as O)
    } catch (error) {
      for (const { reject } of these) reject(error)
    }
  }
  return item => {
    const { promise, resolve, reject } = Promise.withResolvers<O>()
    waiting.push({ item, resolve, reject })
    if (waiting.length === 1) setTimeout(begin, Math.max(0, last + milliseconds - performance.now()))
    return promise
  }
}
