/** Writes one page while the next is prepared, never two at once. */
export type WriteBehind = {
  /** Waits for the write before, then begins this one. @throws what the one before threw */
  begin(write: () => Promise<void>): Promise<void>
  /** Waits for the last write. @throws what it threw */
  end(): Promise<void>
}

export function writeBehind(): WriteBehind {
  let underWay: Promise<{ error: unknown } | null> = Promise.resolve(null)
  const end = async () => {
    const failure = await underWay
    underWay = Promise.resolve(null)
    if (failure) throw failure.error
  }
  return {
    async begin(write) {
      await end()
      // The error is kept for whoever waits next; nobody may be waiting yet when it comes.
      underWay = write().then(
        () => null,
        error => ({ error }),
      )
    },
    end,
  }
}
