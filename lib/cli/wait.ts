import { setTimeout as sleep } from 'node:timers/promises'
import { refuse } from './answer'

const everyMilliseconds = 200
/** Seconds without anyone taking up the work, after which waiting on is pointless. */
const silenceSeconds = 60

/**
 * Reads a row again and again until it has ended. The row owns the truth: this only looks.
 * @throws Refused `worker-silent` while nobody has begun within a minute
 */
export async function untilEnded<Row>(
  read: () => Promise<Row>,
  stage: (row: Row) => 'waiting' | 'begun' | 'ended',
): Promise<Row> {
  const since = performance.now()
  for (;;) {
    const row = await read()
    const now = stage(row)
    if (now === 'ended') return row
    if (now === 'waiting' && performance.now() - since > silenceSeconds * 1000)
      refuse('worker-silent', { seconds: silenceSeconds })
    await sleep(everyMilliseconds)
  }
}
