/** How long after each failure a question is asked again before the failure is said, in milliseconds. */
const retries = [1_000, 2_000]
/** How long after that, for what is asked again and again. */
const restAfterFailure = 5_000

export type Asking<T> = {
  ask: () => Promise<T>
  /** After how many milliseconds an answer is asked for again; null = it is the last. */
  again: ((answer: T) => number | null) | undefined
  tell: (answer: T) => void
  tellFailure: () => void
  /** Waits so many milliseconds. @returns false when nobody wants an answer any more */
  wait: (milliseconds: number) => Promise<boolean>
  /** Whether nobody wants an answer any more. */
  stopped: () => boolean
}

/** Asks, and again as long as the answers say so. A failure is retried, then told; what is asked again is asked on after it. */
export async function keepAsking<T>({ ask, again, tell, tellFailure, wait, stopped }: Asking<T>): Promise<void> {
  let failures = 0
  let rest: number | null = 0
  while (rest !== null && (await wait(rest))) {
    try {
      const answer = await ask()
      if (stopped()) return
      failures = 0
      tell(answer)
      rest = again?.(answer) ?? null
    } catch {
      if (stopped()) return
      if (failures === retries.length) tellFailure()
      rest = retries[failures] ?? (again ? restAfterFailure : null)
      failures += 1
    }
  }
}
