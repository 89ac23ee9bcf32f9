import type { Bench } from '../row'

/** What measuring runs needs: it reads no directory over the network. */
export type RunBench = Omit<Bench, 'directory'>
