import * as z from 'zod'
import { leavingPolicies, type leavingReasons } from './choices'
import { ConnectionSettings, type SettingFault } from './connection'
import { DistributionListSettings } from './distribution-lists'
import { ExclusionSettings } from './exclusions'
import { GroupSettings } from './groups'
import { InclusionSettings } from './inclusion'
import { JoiningSettings } from './joining'
import { MappingSettings } from './mapping'
import { OrganizationalUnitSettings } from './organizational-units'
import { SafetySettings } from './safety'

export const ConnectorName = z.string().trim().min(1, { error: 'name-missing' }).max(60, { error: 'name-too-long' })

export const LeavingPolicy = z.enum(leavingPolicies)
export type LeavingPolicy = z.infer<typeof LeavingPolicy>

export type LeavingReason = (typeof leavingReasons)[number]

const graceFault = { error: 'leaving-grace-days' satisfies SettingFault }

export const LeavingSettings = z.object({
  disabled: LeavingPolicy.default('deactivate'),
  expired: LeavingPolicy.default('deactivate'),
  deleted: LeavingPolicy.default('deactivate'),
  'out-of-scope': LeavingPolicy.default('deactivate'),
  'incomplete-data': LeavingPolicy.default('leave-alone'),
  /** Days of absence before absence alone counts; 0 = a second complete read at least one hour later. */
  graceDays: z.int(graceFault).min(0, graceFault).max(30, graceFault).default(0),
})
export type LeavingSettings = z.infer<typeof LeavingSettings>

/** The whole configuration of a connector, as stored, versioned and written to a file; never with a secret. */
export const ConnectorSettings = z.object({
  connection: ConnectionSettings,
  organizationalUnits: OrganizationalUnitSettings,
  leaving: LeavingSettings.prefault({}),
  distributionLists: DistributionListSettings.prefault({ mode: 'none' }),
  inclusion: InclusionSettings.default(null),
  exclusions: ExclusionSettings.prefault({}),
  mapping: MappingSettings.prefault({}),
  safety: SafetySettings.prefault({}),
  groups: GroupSettings.prefault({}),
  joining: JoiningSettings.prefault({}),
})
export type ConnectorSettings = z.infer<typeof ConnectorSettings>

/** A draft: the wizard fills it step by step. */
export const ConnectorDraft = z.object({
  connection: ConnectionSettings.nullable(),
  organizationalUnits: OrganizationalUnitSettings.nullable(),
  /** Absent = as in the version before. */
  distributionLists: DistributionListSettings.optional(),
  inclusion: InclusionSettings.optional(),
  exclusions: ExclusionSettings.optional(),
  mapping: MappingSettings.optional(),
  leaving: LeavingSettings.optional(),
  safety: SafetySettings.optional(),
  groups: GroupSettings.optional(),
  joining: JoiningSettings.optional(),
})
export type ConnectorDraft = z.infer<typeof ConnectorDraft>

/** What every configuration says beside whom it reads and where: a draft, filled up from the version before it. */
export const FurtherSettings = ConnectorSettings.omit({ connection: true, organizationalUnits: true })
export type FurtherSettings = z.infer<typeof FurtherSettings>
