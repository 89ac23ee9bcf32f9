import type { Delivered } from './checksum'
import type { DatabaseServer } from './database-server'
import type { DirectoryServer } from './directory/server'
import type { Measured } from './measure'

/** What all rows of one size share. */
export type Bench = {
  size: number
  directory: DirectoryServer
  database: DatabaseServer
  /** Files of this run. */
  folder: string
  /** The bundled programs of `e2e/bench/programs`. */
  program(name: string): string
}

/** One line of the table. */
export type Row = {
  name: string
  /** What it reads with and into, for the reader of the table. */
  about: string
  /** Makes ready for one run; not measured. */
  prepare?(bench: Bench): Promise<void>
  /** Does the work once. Of several parts the seconds count together and the largest memory. */
  run(bench: Bench): Promise<Measured>
  /** Runs once more with a look at every person; not measured. */
  deliver(bench: Bench): Promise<Delivered>
}
