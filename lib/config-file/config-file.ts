import type { ConnectionSettings } from '@/lib/settings/connection'
import type { LeavingSettings } from '@/lib/settings/connector'
import type { WrittenExclusions } from '@/lib/settings/exclusions'
import type { GroupSettings } from '@/lib/settings/groups'
import type { JoiningSettings } from '@/lib/settings/joining'
import type { MappingSettings } from '@/lib/settings/mapping'
import type { NewUnits } from '@/lib/settings/organizational-units'
import type { SafetySettings } from '@/lib/settings/safety'
import type { ScheduleSettings } from '@/lib/settings/schedule'

/** Bytes a configuration file may have. */
export const largestFile = 512 * 1024

/** The keys of version 1; every other one is refused. */
export const keys = [
  'version',
  'name',
  'kind',
  'hosts',
  'security',
  'ca',
  'pins',
  'baseDn',
  'userId',
  'password',
  'organizationalUnits',
  'newUnits',
  'distributionLists',
  'peopleOfLists',
  'inclusionRule',
  'leaving',
  'safety',
  'schedule',
  'timeZone',
  'joining',
  'mapping',
  'exclusions',
  'groups',
  'precedence',
] as const
/** How the directory is reached: of an agent only its machine knows. */
export const keysOfCloud: readonly (typeof keys)[number][] = ['hosts', 'security', 'ca', 'pins', 'userId', 'password']
/** These may be left out. */
export const optionalKeys: readonly (typeof keys)[number][] = [
  'ca',
  'pins',
  'baseDn',
  'newUnits',
  'distributionLists',
  'peopleOfLists',
  'inclusionRule',
  'leaving',
  'safety',
  'schedule',
  'timeZone',
  'joining',
  'mapping',
  'exclusions',
  'groups',
  'precedence',
]
export type Key = (typeof keys)[number]

/** The one secret of a connector that a file may name. */
export const storedPassword = 'bind-password'

/** Where the bind password is: in an environment variable, which only the command line reads, or stored for the connector. */
export type PasswordReference = { from: 'env' | 'secret'; name: string; line: number }

/** `reference` is a GUID as written, or else a DN; `line` is where, for the sentence when the directory does not know it. */
export type UnitReference = {
  effect: 'include' | 'exclude'
  reference: string
  /** What is written beside a GUID, for people's eyes. */
  dn?: string
  newUnits?: NewUnits
  line: number
}

/** The same of a distribution list. */
export type ListReference = { reference: string; dn?: string; line: number }

/** A mapping, and where each attribute and expression stands: only the directory's schema knows which attributes there are. */
export type MappingOfFile = { settings: MappingSettings; lines: Record<string, number> }

type Lines<T> = (T & { line: number })[]
/** Exclusions as written, with the lines of what has to be found in Messenger. */
export type ExclusionReferences = Pick<WrittenExclusions, 'incoming'> & {
  protected: Pick<WrittenExclusions['protected'], 'rules' | 'groupRules'> & {
    accounts: Lines<WrittenExclusions['protected']['accounts'][number]>
    groups: Lines<WrittenExclusions['protected']['groups'][number]>
  }
}

/** The authority as written: nothing, PEM text, or a file beside the configuration that only the command line reads. */
export type AuthorityText =
  | { kind: 'public' }
  | { kind: 'pem'; pem: string }
  | { kind: 'file'; path: string; line: number }

/** How the portal reaches the directory itself. */
export type CloudReach = {
  kind: 'cloud'
  connection: Omit<ConnectionSettings, 'ca'>
  authority: AuthorityText
  password: PasswordReference
}
/** Where agents read; how they reach the directory was told on their machines. `baseDn` null = as it was told there. */
export type AgentReach = { kind: 'agent'; baseDn: string | null }

/** A configuration file, version 1: checked, and with nothing looked up yet. It holds no secret. */
export type ConfigFile = (CloudReach | AgentReach) & {
  name: string
  /** Where the file says which kind it is. */
  kindLine: number
  organizationalUnits: 'all' | 'none' | UnitReference[]
  /** What becomes of units that appear later, where a rule does not say; left out = they are included. */
  newUnits?: NewUnits
  /** Left out = as it is. */
  distributionLists?: 'all' | 'none' | ListReference[]
  peopleOfLists?: 'in-scope' | 'left-out'
  /** `filter` null = everybody in the units takes part. */
  inclusionRule?: { filter: string | null; line: number }
  leaving?: LeavingSettings
  safety?: SafetySettings
  /** null = it runs only when somebody starts it. */
  schedule?: ScheduleSettings | null
  /** The organization's, for all of its times. */
  timeZone?: string
  joining?: JoiningSettings
  mapping?: MappingOfFile
  /** The organization's: names of connectors, the first one first. */
  precedence?: string[]
  exclusions?: ExclusionReferences
  groups?: GroupSettings
}
