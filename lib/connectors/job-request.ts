import * as z from 'zod'
import { parseAnchor } from '@/lib/directory/anchor'
import { IncomingRule } from '@/lib/settings/exclusions'
import { InclusionSettings } from '@/lib/settings/inclusion'
import { MappingSettings } from '@/lib/settings/mapping'

/** What a directory job of each kind is asked; stored in `directory_jobs.request`. */
export const ProbeRequest = z.object({
  /** Of the draft to be tested (lib/connectors/secret `draftHash`); only this one is tested and marked. */
  hash: z.string(),
})
export type ProbeRequest = z.infer<typeof ProbeRequest>

export const BrowseRequest = z.object({
  /** The unit whose children are wanted; null = the search base itself. */
  parent: z.guid().nullable(),
})
export type BrowseRequest = z.infer<typeof BrowseRequest>

export const FindUnitsRequest = z.object({ text: z.string() })
export type FindUnitsRequest = z.infer<typeof FindUnitsRequest>

export const ResolveUnitsRequest = z.object({
  /** DNs or GUIDs; the result has one node or null for each, in this order. */
  references: z.array(z.string()),
})
export type ResolveUnitsRequest = z.infer<typeof ResolveUnitsRequest>

export const CheckRequest = z.object({
  /** Whom: an objectGUID, an address, a user name, an employee number, or the beginning of a name. */
  query: z.string().trim().min(1).max(200),
  /** The configuration to check with. */
  version: z.number().int().positive(),
})
export type CheckRequest = z.infer<typeof CheckRequest>
export const CheckInclusionRequest = z.object({ filter: z.string() })
export type CheckInclusionRequest = z.infer<typeof CheckInclusionRequest>

export const SurveyListsRequest = z.object({
  /** The lists, by objectGUID, whose people are counted together. */
  chosen: z.array(z.guid()).max(2_000),
})
export type SurveyListsRequest = z.infer<typeof SurveyListsRequest>

/** A distribution list as it is now; `reached` null = its members could not be told. */
const SurveyedList = z.object({
  anchor: z.guid(),
  dn: z.string(),
  name: z.string(),
  address: z.string().nullable(),
  reached: z
    .object({
      people: z.int(),
      /** Lists inside, however deep. */
      lists: z.int(),
      /** Of the people: who stands in no chosen unit. */
      outside: z.int(),
      /** Members that are neither people nor lists here: contacts, computers, objects of other domains. */
      others: z.int(),
    })
    .nullable(),
})
export type SurveyedList = z.infer<typeof SurveyedList>

/** What a survey of the lists came to; `partial`: reading stopped before its end, so that nobody knows what is `gone`. */
const ListSurvey = z.object({
  lists: z.array(SurveyedList),
  reach: z.object({ people: z.int(), outside: z.int() }),
  /** Of the chosen ones, those that the directory does not show as distribution lists. */
  gone: z.array(z.guid()),
  partial: z.boolean(),
})
export type ListSurvey = z.infer<typeof ListSurvey>

const Arguments = z.record(z.string(), z.union([z.string(), z.number()]))
const StoredFault = z.object({ code: z.string(), args: Arguments, path: z.string().optional() })

const Somebody = z.object({ name: z.string(), dn: z.string() })
/** What keeps somebody out; see `UnmetCondition`. */
const Unmet = z.object({ condition: z.string(), attribute: z.string().nullable(), values: z.array(z.string()) })

/** How the people in the chosen units would be decided; `partial`: counting stopped before its end. */
const InclusionCount = z.object({
  matching: z.int(),
  others: z.int(),
  partial: z.boolean(),
  samples: z.object({
    matching: z.array(Somebody),
    others: z.array(Somebody.extend({ unmet: Unmet.nullable().default(null) })),
  }),
})
export type InclusionCount = z.infer<typeof InclusionCount>

/** What checking an inclusion rule came to: what its schema has against it, or the rule with its count. */
export const InclusionCheck = z.discriminatedUnion('fits', [
  z.object({
    fits: z.literal(false),
    faults: z.array(StoredFault),
  }),
  z.object({ fits: z.literal(true), inclusion: InclusionSettings.unwrap(), count: InclusionCount }),
])
export type InclusionCheck = z.infer<typeof InclusionCheck>

export const CheckMappingRequest = z.object({ mapping: MappingSettings })
export type CheckMappingRequest = z.infer<typeof CheckMappingRequest>

/** What mapping everybody in the chosen units came to; `partial`: counting stopped before its end. */
export const MappingCheck = z.object({
  people: z.int(),
  /** People without any problem. */
  fine: z.int(),
  partial: z.boolean(),
  /** What the directory's schema has against the mapping. */
  unknown: z.array(StoredFault),
  problems: z.array(z.object({ code: z.string(), example: Arguments, people: z.int(), names: z.array(z.string()) })),
  /** Of the fields that attributes fill: people without a value, and whether nothing stands in for it. */
  fields: z.array(z.object({ name: z.string(), missing: z.int(), staysEmpty: z.boolean() })).default([]),
})
export type MappingCheck = z.infer<typeof MappingCheck>

export const FindEntriesRequest = z.object({
  /** Whom, as in `CheckRequest`. */
  query: z.string(),
  /** Attributes of theirs that are wanted. */
  attributes: z.array(z.string()).max(500),
})
export type FindEntriesRequest = z.infer<typeof FindEntriesRequest>

const StoredAnchor = z.string().transform((text, context) => {
  const anchor = parseAnchor(text)
  if (anchor === null) context.addIssue({ code: 'custom', message: 'no anchor' })
  return anchor ?? z.NEVER
})

/** People as the directory has them now, with every attribute that was asked for. */
export const FoundEntries = z.object({
  asked: z.array(z.string()),
  entries: z.array(
    z.object({
      anchor: StoredAnchor,
      dn: z.string(),
      attributes: z.record(z.string(), z.array(z.string())),
      cleaned: z.array(z.string()),
    }),
  ),
})
export type FoundEntries = z.infer<typeof FoundEntries>

export const CheckExclusionsRequest = z.object({ incoming: z.array(IncomingRule).max(200) })
export type CheckExclusionsRequest = z.infer<typeof CheckExclusionsRequest>

/** Whom each rule catches, the first few by name; somebody can be caught by several. */
const CaughtByRule = z.object({ id: z.guid(), count: z.int(), names: z.array(z.string()) })
export type CaughtByRule = z.infer<typeof CaughtByRule>

/** What excluding came to among the people in the chosen units; `partial`: counting stopped before its end. */
export const ExclusionCheck = z.object({
  people: z.int(),
  /** By any of the rules. */
  caught: z.int(),
  partial: z.boolean(),
  rules: z.array(CaughtByRule),
})
export type ExclusionCheck = z.infer<typeof ExclusionCheck>
