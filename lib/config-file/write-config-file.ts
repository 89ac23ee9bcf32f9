import { Document } from 'yaml'
import type { ConnectorSettings } from '@/lib/settings/connector'
import type { ExclusionSettings } from '@/lib/settings/exclusions'
import type { ScheduleSettings } from '@/lib/settings/schedule'
import { canonicalDn } from './canonical-dn'
import { type ConfigFile, storedPassword } from './config-file'
import type { WrittenFile } from './written-file'

/** What a file is written from: settings, and how their accounts and groups are called. */
export type Configuration = {
  name: string
  kind: ConfigFile['kind']
  settings: ConnectorSettings
  schedule: ScheduleSettings | null
  timeZone: string
  /** The organization's connectors by name, in their order. */
  precedence: readonly string[]
  /** By id; who is missing is written by id. */
  names: { accounts: ReadonlyMap<string, string>; groups: ReadonlyMap<string, string> }
}

/** The environment variable of a connector's password, after its name: `HEAD_OFFICE_PASSWORD`. */
export function passwordVariableOf(name: string): string {
  const word = name
    .normalize('NFKD')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '')
  return word === '' ? 'DIRECTORY_PASSWORD' : `${word}_PASSWORD`
}

/**
 * The whole configuration as a file says it: what `readConfigFile` reads back to the same settings. No secret is in it, only
 * where the password is. Units and lists stand with DN and objectGUID: the name is for people, the GUID decides.
 */
export function writtenFile(configuration: Configuration, password: 'env' | 'secret'): WrittenFile {
  const { name, settings, schedule, timeZone, precedence } = configuration
  const { inclusion, leaving, safety, joining, mapping, groups } = settings
  return {
    version: 1,
    name,
    ...reach(configuration, password),
    ...units(settings.organizationalUnits),
    ...lists(settings.distributionLists),
    inclusionRule: inclusion?.filter ?? 'none',
    leaving,
    safety,
    schedule: schedule ?? 'none',
    timeZone,
    joining,
    mapping,
    exclusions: exclusions(settings.exclusions, configuration.names),
    groups,
    ...(precedence.length > 0 ? { precedence: [...precedence] } : {}),
  }
}

/** How the directory is reached; of agents only where they read: the rest is known on their machines alone. */
function reach({ name, kind, settings: { connection } }: Configuration, password: 'env' | 'secret') {
  const { hosts, security, ca, pins = [], baseDn, userId } = connection
  const base = { baseDn: baseDn ?? 'automatic' }
  if (kind === 'agent') return { kind, ...base }
  return {
    ...{ kind, hosts, security },
    ...(ca === null ? {} : { ca }),
    ...(pins.length > 0 ? { pins } : {}),
    ...base,
    userId,
    password: password === 'env' ? `\${env:${passwordVariableOf(name)}}` : `\${secret:${storedPassword}}`,
  }
}

function units(
  settings: ConnectorSettings['organizationalUnits'],
): Pick<WrittenFile, 'organizationalUnits' | 'newUnits'> {
  if (settings.mode === 'none') return { organizationalUnits: 'none' }
  const newUnits = settings.newUnits === undefined ? {} : { newUnits: settings.newUnits }
  if (settings.mode === 'all') return { organizationalUnits: 'all', ...newUnits }
  return {
    organizationalUnits: settings.rules.map(({ anchor, dn, effect, newUnits: own }) => {
      const named = { objectGUID: anchor, ...(own === undefined ? {} : { newUnits: own }) }
      return effect === 'include'
        ? { include: nameOf(dn, anchor), ...named }
        : { exclude: nameOf(dn, anchor), ...named }
    }),
    ...newUnits,
  }
}

/** A DN that was kept for display only may be none. */
const nameOf = (dn: string, anchor: string): string => (canonicalDn(dn.trim()) === null ? anchor : dn)

function lists(
  settings: ConnectorSettings['distributionLists'],
): Pick<WrittenFile, 'distributionLists' | 'peopleOfLists'> {
  if (settings.mode !== 'chosen') return { distributionLists: settings.mode }
  return {
    distributionLists: settings.lists.map(({ anchor, dn }) => ({ list: nameOf(dn, anchor), objectGUID: anchor })),
    peopleOfLists: settings.people,
  }
}

function exclusions(
  { incoming, protected: guarded }: ExclusionSettings,
  { accounts, groups }: Configuration['names'],
): NonNullable<WrittenFile['exclusions']> {
  const without = <Rule extends { id: string }>({ id, ...rule }: Rule) => rule
  return {
    incoming: incoming.map(without),
    protected: {
      accounts: guarded.accounts.map(({ accountId, name: _name, ...rest }) => ({
        account: accounts.get(accountId) ?? accountId,
        ...rest,
      })),
      rules: guarded.rules.map(without),
      groups: guarded.groups.map(({ groupId }) => ({ group: groups.get(groupId) ?? groupId })),
      groupRules: guarded.groupRules.map(without),
    },
  }
}

/** The file as text. @param heading what stands above it in YAML; JSON has no room for it */
export function formatFile(file: WrittenFile, format: 'yaml' | 'json', heading: string): string {
  if (format === 'json') return `${JSON.stringify(file, null, 2)}\n`
  const document = new Document(file, { aliasDuplicateObjects: false })
  document.commentBefore = ` ${heading}`
  return document.toString({ lineWidth: 0 })
}
