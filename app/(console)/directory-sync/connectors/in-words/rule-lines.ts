import { say } from '@/app/messages/say'
import { mappingTargets } from '@/lib/settings/choices'
import type { ConnectorSettings } from '@/lib/settings/connector'
import type { ExclusionSettings, IncomingRule } from '@/lib/settings/exclusions'
import type { JoiningSettings } from '@/lib/settings/joining'
import type { SettingLine } from './changed-lines'

/** What is kept out, what is protected, and how accounts are found that are there already. */
export function ruleLines({ exclusions, joining }: Pick<ConnectorSettings, 'exclusions' | 'joining'>): SettingLine[] {
  const { incoming, protected: guarded } = exclusions
  const line = (kind: 'incoming' | 'account' | 'group', id: string, name: string, value: string) => ({
    key: `exclusions.${id}`,
    label: say(`settingLine.${kind}`, { name }),
    value,
  })
  return [
    ...incoming.map(rule => line('incoming', rule.id, rule.name, withReason(conditionInWords(rule, rule.field), rule))),
    ...guarded.accounts.map(({ accountId, name, effect, reason }) =>
      line('account', accountId, name, withReason(say(`exclusions.effect.${effect}`), { reason })),
    ),
    ...guarded.rules.map(rule =>
      line(
        'account',
        rule.id,
        rule.name,
        withReason(`${conditionInWords(rule, fieldOf(rule.field))}: ${say(`exclusions.effect.${rule.effect}`)}`, rule),
      ),
    ),
    ...guarded.groups.map(({ groupId, name }) => line('group', groupId, name, say('exclusions.effect.leave-as-is'))),
    ...guarded.groupRules.map(rule =>
      line('group', rule.id, rule.name, conditionInWords(rule, say(`groupField.${rule.field}`))),
    ),
    { key: 'joining', label: say('joining.title'), value: joiningInWords(joining) },
  ]
}

const withReason = (value: string, { reason }: Pick<IncomingRule, 'reason'>): string =>
  reason === undefined ? value : `${value} (${reason})`

function fieldOf(field: string): string {
  const own = mappingTargets.find(name => name.toLowerCase() === field.toLowerCase())
  return own ? say(`field.${own}`) : field
}

const conditionInWords = ({ match, values }: Pick<IncomingRule, 'match' | 'values'>, field: string): string =>
  `${field} ${say(`rules.matches.${match}`)} ${values.map(value => `“${value}”`).join(', ')}`

export const joiningInWords = ({ rules }: JoiningSettings): string =>
  rules.length === 0
    ? say('settingLine.noJoining')
    : rules.map((rule, index) => `${index + 1}. ${say(`joining.rule.${rule}`)}`).join(' ')

/** The records that are kept out, in one phrase. */
export const incomingInWords = ({ incoming }: ExclusionSettings): string =>
  incoming.length === 0 ? say('exclusionRules.none') : incoming.map(({ name }) => name).join(', ')

/** Who and what is protected, in one phrase. */
export const protectedInWords = ({ protected: { accounts, rules, groups, groupRules } }: ExclusionSettings): string =>
  say('settingLine.protected', {
    accounts: accounts.length,
    groups: groups.length,
    rules: rules.length + groupRules.length,
  })
