import * as z from 'zod'
import { answers } from './directory'

const mostNames = 10_000
const names = z.array(z.string().max(2048)).max(mostNames)

/** What only the directory knows about a file: units and lists that nobody has looked up, and attributes. */
export const AskedOfDirectory = z.object({
  /** Where a search begins; null = where this machine was told. */
  baseDn: z.string().nullable(),
  units: names,
  lists: names,
  attributes: names,
})
export type AskedOfDirectory = z.infer<typeof AskedOfDirectory>

/** What the directory answered, each in the order of what was asked, and whether it passed its checks. */
export const FoundInDirectory = z.object({
  asked: AskedOfDirectory,
  units: answers['resolve-units'],
  lists: answers['describe-objects'],
  attributes: answers['describe-attributes'],
  passed: z.boolean(),
})
export type FoundInDirectory = z.infer<typeof FoundInDirectory>

/** A configuration file as it is on the agent's machine: first alone, then with what was asked for, then agreed to. */
export const ConfigurationRequest = z.object({
  text: z.string().max(600_000),
  found: FoundInDirectory.nullable(),
  /** The hash of what somebody has seen and wants. */
  agreed: z.string().max(100).nullable(),
})

/** Sentences are the portal's, so that an agent of any age can print them. */
export const ConfigurationAnswer = z.discriminatedUnion('state', [
  z.object({ state: z.literal('asks'), asked: AskedOfDirectory }),
  /** What is wrong, each with its line. */
  z.object({ state: z.literal('wrong'), problems: z.array(z.string()) }),
  z.object({
    state: z.literal('fits'),
    hash: z.string(),
    connector: z.string(),
    /** What would change of what is live; null = nothing is live. */
    differences: z.array(z.string()).nullable(),
    notes: z.array(z.string()),
  }),
  z.object({ state: z.literal('live'), connector: z.string(), version: z.int() }),
])
export type ConfigurationAnswer = z.infer<typeof ConfigurationAnswer>
