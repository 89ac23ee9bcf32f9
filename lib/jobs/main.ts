import { closeDatabase } from '@/lib/store/organization'
import { log } from './log'
import { startWorker } from './worker'

/** The worker's process: works until SIGTERM or SIGINT, then finishes the batch at hand and ends. */
const worker = await startWorker()
log().info('The worker is ready')

let ending = false
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.on(signal, () => {
    if (ending) return
    ending = true
    void end()
  })

async function end(): Promise<void> {
  try {
    await worker.stop()
    await closeDatabase()
    process.exit(0)
  } catch (error) {
    log().error({ error }, 'The worker could not end in order')
    process.exit(1)
  }
}
