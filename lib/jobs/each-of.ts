/**
 * Does something for each, so many at the same time. One that fails keeps none of the others from being done.
 * @throws the first error, when all are done
 */
export async function eachOf<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  const left = [...items]
  const errors: unknown[] = []
  const hand = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift())
      await work(item).catch(error => {
        errors.push(error)
      })
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, hand))
  if (errors.length > 0) throw errors[0]
}
