/**
 * Waits for the write before, then begins this one.
 * @throws what the one before threw
 */
export type BeginWrite = (write: () => Promise<void>) => Promise<void>

/**
 * Writes one page while the next is prepared, never two at once. When `work` is over, so is the last write.
 * @throws what `work` or a write threw
 */
export async function writingBehind(work: (begin: BeginWrite) => Promise<void>): Promise<void> {
  let underWay: Promise<{ error: unknown } | null> = Promise.resolve(null)
  const settled = async () => {
    const failure = await underWay
    underWay = Promise.resolve(null)
    if (failure) throw failure.error
  }
  try {
    await work(async write => {
      await settled()
      // The error is kept for whoever waits next; nobody may be waiting yet when it comes.
      underWay = write().then(
        () => null,
        error => ({ error }),
      )
    })
  } finally {
    await settled()
  }
}
