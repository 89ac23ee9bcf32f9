import { startWorker } from '@/lib/jobs/worker'
import { asProgram, hostedEnvironment } from '../hosted-environment'
import { onLeashEnd } from '../leash'

/** A worker in a container. SIGTERM finishes the batch at hand; another worker goes on with the rest. */
await asProgram(async () => {
  await hostedEnvironment()
  const worker = await startWorker()
  onLeashEnd(() => worker.stop(), 25)
})
