import * as z from 'zod'

/** Asks for a run of the agent's own connector. */
export const StartRunRequest = z.object({
  /** Only what would change is worked out. */
  preview: z.boolean(),
  /** Only what changed is read, where that can be trusted. */
  quick: z.boolean(),
})
export type StartRunRequest = z.infer<typeof StartRunRequest>
export const RunStarted = z.object({ number: z.int() })
export type RunStarted = z.infer<typeof RunStarted>

/** What a run means for whoever waits for it at the agent's machine. */
export const runOutcomes = ['under-way', 'done', 'failed', 'waits'] as const

/** A run in numbers, and in sentences that an agent of any age can print; never with a name of anybody. */
export const RunSeen = z.object({
  id: z.guid(),
  number: z.int(),
  kind: z.string(),
  quick: z.boolean(),
  state: z.string(),
  cause: z.string(),
  outcome: z.enum(runOutcomes),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  /** How many of how many, in the phase that `state` names; a total that is not known yet is null. */
  progress: z.object({ done: z.number(), total: z.number().nullable() }),
  /** Every counter of people; null before the end. */
  report: z.record(z.string(), z.number()).nullable(),
  /** People from whom the plan takes their access. */
  removals: z.number(),
  says: z.array(z.string()),
})
export type RunSeen = z.infer<typeof RunSeen>

export const HistoryRequest = z.object({ limit: z.int().min(1).max(200) })
export const HistoryAnswer = z.object({ connector: z.string(), runs: z.array(RunSeen) })
export type HistoryAnswer = z.infer<typeof HistoryAnswer>

/** For what needs nothing but the signature. */
export const Nothing = z.object({})
