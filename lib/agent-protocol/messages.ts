import * as z from 'zod'
import { Call, WireFault } from './directory'
import { mostPlain } from './parts'

const name = z.string().min(1).max(200)
const keyText = z.string().regex(/^[A-Za-z0-9+/]{43}=$/)
const hex = z.string().regex(/^[0-9a-f]{64}$/)

/** What an agent says of itself with every poll. */
export const Presence = z.object({
  protocol: z.int().min(1),
  version: name,
  /** Drawn anew each time the program starts: two that answer to one key show that a machine was copied. */
  instance: z.guid(),
  host: name,
  /** The operating system, e.g. `linux x64`. */
  system: name,
})
export type Presence = z.infer<typeof Presence>

/** Where the agent reads: what the portal shows, and never a password. */
export const LocalDirectory = z.object({
  hosts: z
    .array(z.object({ host: z.string().max(300), port: z.int().min(1).max(65_535) }))
    .min(1)
    .max(5),
  security: z.enum(['ldaps', 'starttls']),
  baseDn: z.string().max(1024).nullable(),
  userId: z.string().max(1024),
  /** What this machine lets anybody read at most; null = no limit of its own. */
  limits: z.object({
    baseDns: z.array(z.string().max(1024)).max(100).nullable(),
    attributes: z.array(z.string().max(500)).max(2_000).nullable(),
    /** Which people, as a filter (RFC 4515); agents that know of none do not say. */
    filter: z.string().max(4_096).nullable().default(null),
  }),
})
export type LocalDirectory = z.infer<typeof LocalDirectory>

/** Turns an enrollment token into an agent; signed with the key that it brings. */
export const EnrollRequest = z.object({ token: z.string().min(20).max(200), publicKey: keyText, presence: Presence })
export type EnrollRequest = z.infer<typeof EnrollRequest>
export const EnrollAnswer = z.object({ agentId: z.guid(), name, connector: name, organization: name })
export type EnrollAnswer = z.infer<typeof EnrollAnswer>

/** Asks for work and says that the agent lives. The portal answers when there is a job, or when the time is over. */
export const PollRequest = z.object({
  presence: Presence,
  waitSeconds: z.number().min(0).max(25),
  /** null = this agent has not been told about its directory yet. */
  directory: LocalDirectory.nullable(),
  /** What went wrong last here, as codes; without names of people. */
  fault: WireFault.nullable(),
})
export type PollRequest = z.infer<typeof PollRequest>

export const AgentJob = z.object({
  id: z.guid(),
  /** Which claim on the job this is; a later one ends it. */
  claim: z.int().min(1),
  call: Call,
  /** The search base that the portal wants, inside of what the machine allows; null = the machine's own. */
  baseDn: z.string().nullable(),
  /** Seconds that the claim lasts after each message about the job. */
  leaseSeconds: z.number().positive(),
})
export type AgentJob = z.infer<typeof AgentJob>
export const PollAnswer = z.object({
  job: AgentJob.nullable(),
  /** The portal wants the agent to exchange its key. */
  rotate: z.boolean().default(false),
})
export type PollAnswer = z.infer<typeof PollAnswer>

/** The end of a job, or how far a test is. */
export const AnswerRequest = z.object({
  claim: z.int().min(1),
  outcome: z.discriminatedUnion('state', [
    z.object({ state: z.literal('running'), result: z.unknown() }),
    z.object({ state: z.literal('done'), result: z.unknown() }),
    z.object({ state: z.literal('failed'), fault: WireFault }),
  ]),
})
export type AnswerRequest = z.infer<typeof AnswerRequest>

/** Closes an upload: what does not have exactly these parts is none. */
export const SealRequest = z.object({
  claim: z.int().min(1),
  parts: z.int().min(1).max(1_000_000),
  plainBytes: z.number().int().min(1),
  /** `chainHash` of all parts in their order. */
  hash: hex,
})
export type SealRequest = z.infer<typeof SealRequest>

/** Says that a job is still being worked on. */
export const KeepRequest = z.object({ claim: z.int().min(1) })

/** The next key, signed with the one in use; `proof` is the next key's signature of `rotationText`. */
export const RotateRequest = z.object({ publicKey: keyText, proof: z.string().regex(/^[A-Za-z0-9+/]{86}==$/) })
export type RotateRequest = z.infer<typeof RotateRequest>
export const rotationText = (agentId: string, publicKey: string): string =>
  `enrollment-agent-key\n${agentId}\n${publicKey}`

/** A body that is no part. */
export const mostBody = mostPlain

/** Why the portal refused, for programs (`code`) and for people (`text`): an agent of any age can print it. */
export const Refusal = z.object({
  code: z.string(),
  text: z.string(),
  args: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type Refusal = z.infer<typeof Refusal>
