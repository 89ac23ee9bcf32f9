/**
 * Waits for a write before, where too many are under way, then begins this one.
 * @throws what one before threw
 */
export type BeginWrite = (write: () => Promise<void>) => Promise<void>

/**
 * Writes pages while the next one is prepared. When `work` is over, so are the last writes.
 * @param atOnce how many may be under way: a database has more than one processor, and a page needs several answers of it
 * @throws what `work` or a write threw
 */
export async function writingBehind(work: (begin: BeginWrite) => Promise<void>, atOnce = 1): Promise<void> {
  const underWay = new Set<Promise<void>>()
  const failures: unknown[] = []
  const settled = async (most: number) => {
    while (underWay.size > most) await Promise.race(underWay)
    if (failures.length > 0) throw failures[0]
  }
  try {
    await work(async write => {
      await settled(atOnce - 1)
      // The error is kept for whoever waits next; nobody may be waiting yet when it comes.
      const one = write()
        .catch(error => void failures.push(error))
        .finally(() => underWay.delete(one))
      underWay.add(one)
    })
  } finally {
    await settled(0)
  }
}
