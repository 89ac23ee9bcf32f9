import type { ConnectorSettings } from '@/lib/settings/connector'
import type { Connector } from '@/lib/store/connectors'
import { type ChangedLine, linesThatDiffer, type SettingLine } from './changed-lines'
import { connectionLines } from './connection-lines'
import { mappingLines } from './mapping-lines'
import { ruleLines } from './rule-lines'
import { safetyLines } from './safety-lines'
import { scopeLines } from './scope-lines'

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
  return linesThatDiffer(settingLines(before, kind), settingLines(after, kind))
}
