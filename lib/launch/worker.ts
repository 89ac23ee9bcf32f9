import { startWorker } from '@/lib/jobs/worker'
import { onLeashEnd, sayReady } from './leash'

/** A program of its own: the worker, on a leash. A run that it cannot finish in time is taken up by the next one. */
const worker = await startWorker()
onLeashEnd(() => worker.stop(), 10)
sayReady()
