import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { type OperationFigures, readOperationFigures } from '@/lib/store/operations'
import { acrossOrganizations } from '@/lib/store/organization'

/** Seconds after which a worker that was not heard of is none. */
const workerSilence = 30

/**
 * The figures an operator watches, in Prometheus' terms. They are read from rows when they are asked for, so that every
 * process tells the same; labels name states and kinds, never organizations or people.
 */
export function createMetrics(): { contentType: string; read(): Promise<string> } {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'enrollment_' })
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `enrollment_${name}`, help, labelNames, registers: [registry] })
  const gauges = {
    runs: gauge('runs', 'Runs that are kept, by state and kind', ['state', 'kind']),
    connectors: gauge('connectors', 'Connectors, by state', ['state']),
    queued: gauge('oldest_queued_run_seconds', 'How long the oldest run has been waiting for a worker; 0 = none waits'),
    waiting: gauge('outbox_waiting', 'Effects that wait to be delivered'),
    oldest: gauge('outbox_oldest_seconds', 'How long the oldest effect has been waiting; 0 = none waits'),
    workers: gauge('workers', `Workers heard of in the last ${workerSilence} seconds`),
  }
  return {
    contentType: registry.contentType,
    async read() {
      set(gauges, await acrossOrganizations('metrics', tx => readOperationFigures(tx, workerSilence)))
      return registry.metrics()
    },
  }
}

type Gauges = Record<'runs' | 'connectors' | 'queued' | 'waiting' | 'oldest' | 'workers', Gauge>

function set(gauges: Gauges, figures: OperationFigures): void {
  // A state that nothing is in any more is gone, not stuck at its last number.
  gauges.runs.reset()
  gauges.connectors.reset()
  for (const { state, kind, count } of figures.runs) gauges.runs.set({ state, kind }, count)
  for (const { state, count } of figures.connectors) gauges.connectors.set({ state }, count)
  gauges.queued.set(figures.oldestQueuedRun ?? 0)
  gauges.waiting.set(figures.outbox.waiting)
  gauges.oldest.set(figures.outbox.oldest ?? 0)
  gauges.workers.set(figures.workers)
}
