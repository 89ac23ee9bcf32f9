import { say } from '@/app/messages/say'
import type { ConnectorSettings } from '@/lib/settings/connector'
import type { Connector } from '@/lib/store/connectors'
import { connectionLines } from './connection-lines'
import { mappingLines } from './mapping-lines'
import { ruleLines } from './rule-lines'
import { safetyLines } from './safety-lines'
import { scopeLines } from './scope-lines'

/** One setting as a name and a value. The key says which setting it is, in every version of a configuration. */
export type SettingLine = { key: string; label: string; value: string }

/** A setting that is another one in the second configuration; null = it is not in one of them. */
export type ChangedLine = { key: string; label: string; before: string | null; after: string | null }

/** A whole configuration, setting by setting, as a connector of this kind has it. */
export const settingLines = (settings: ConnectorSettings, kind: Connector['kind']): SettingLine[] => [
  ...connectionLines(settings.connection, kind),
  ...scopeLines(settings),
  ...mappingLines(settings.mapping),
  ...ruleLines(settings),
  ...safetyLines(settings),
]

/** What differs between two configurations, in words and in the order of the wizard. */
export function changedLines(
  before: ConnectorSettings,
  after: ConnectorSettings,
  kind: Connector['kind'],
): ChangedLine[] {
  const [old, now] = [before, after].map(
    settings => new Map(settingLines(settings, kind).map(line => [line.key, line])),
  )
  const keys = [...new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])])]
  return keys.flatMap(key => {
    const [was, is] = [old?.get(key), now?.get(key)]
    if (was?.value === is?.value) return []
    const label = is?.label ?? was?.label ?? key
    return [{ key, label, before: was?.value ?? null, after: is?.value ?? null }]
  })
}

/** "Reason: was X, becomes Y" */
export function changeInWords({ label, before, after }: ChangedLine): string {
  if (before === null) return say('settingChange.added', { label, after: after ?? '' })
  if (after === null) return say('settingChange.removed', { label, before })
  return say('settingChange.changed', { label, before, after })
}
