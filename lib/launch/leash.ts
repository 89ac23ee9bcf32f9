/**
 * Ties this process to the one that started it: when the channel between them closes, however the other end died, `stop`
 * runs and the process ends. A Ctrl-C is the supervisor's business; a SIGTERM sent here means the
 * same as the closed channel.
 * @param stop finishes what is under way; may take `seconds` before the process ends anyway
 */
export function onLeashEnd(stop: () => Promise<void>, seconds = 10): void {
  let ending = false
  const end = () => {
    if (ending) return
    ending = true
    setTimeout(() => process.exit(1), seconds * 1000).unref()
    stop().then(
      () => process.exit(0),
      error => {
        console.error(error)
        process.exit(1)
      },
    )
  }
  // Whoever read our output may be gone before we are.
  process.stdout.on('error', () => {})
  process.stderr.on('error', () => {})
  process.on('SIGINT', process.send ? () => {} : end)
  process.on('SIGTERM', end)
  if (!process.send) return
  process.on('disconnect', end)
  if (!process.connected) end()
}

/** Tells the supervisor that this process does its work now. */
export function sayReady(facts: Record<string, string | number> = {}): void {
  // The supervisor may end at this very moment; then the leash ends us, not an error here.
  if (process.connected) process.send?.({ ready: true, ...facts }, undefined, undefined, () => {})
}
