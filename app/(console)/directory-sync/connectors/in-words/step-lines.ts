import { say } from '@/app/messages/say'
import type { ConnectorSettings } from '@/lib/settings/connector'
import type { Connector } from '@/lib/store/connectors'
import type { Step } from '../[id]/setup/steps'
import { scheduleInWords } from '../schedule/schedule-in-words'
import type { SettingLine } from './changed-lines'
import { settingLines } from './setting-lines'

/** What the keys of a step's lines begin with. */
const parts: Partial<Record<Step, readonly string[]>> = {
  connection: ['connection'],
  'organizational-units': ['units'],
  'distribution-lists': ['lists', 'groups'],
  'user-attributes': ['mapping', 'joining'],
  'inclusion-rules': ['inclusion'],
  safety: ['safety', 'leaving'],
}

/** What a step has set, for whoever only looks; the last step has everything. */
export function stepLines(
  step: Step,
  settings: ConnectorSettings,
  { kind, schedule }: Pick<Connector, 'kind' | 'schedule'>,
): SettingLine[] {
  const times = { key: 'schedule', label: say('setup.schedule'), value: scheduleInWords(schedule) }
  if (step === 'schedule') return [times]
  const lines = settingLines(settings, kind)
  if (step === 'review') return [...lines, times]
  if (step === 'exclusion-rules' || step === 'exclusions') {
    const incoming = new Set(settings.exclusions.incoming.map(({ id }) => `exclusions.${id}`))
    const wanted = step === 'exclusion-rules'
    return lines.filter(({ key }) => key.startsWith('exclusions.') && incoming.has(key) === wanted)
  }
  return lines.filter(({ key }) => parts[step]?.includes(key.split('.')[0] ?? ''))
}
