import { say } from '@/app/messages/say'
import type { ConnectionSettings } from '@/lib/settings/connection'
import type { Connector } from '@/lib/store/connectors'
import type { SettingLine } from './changed-lines'

/** Whose word about a server's certificate is taken. */
export const trustOf = ({ ca, pins }: Pick<ConnectionSettings, 'ca' | 'pins'>) =>
  pins && pins.length > 0 ? 'connector.pinned' : ca ? 'connector.ownAuthority' : 'connector.publicAuthority'

export const serversOf = ({ hosts }: Pick<ConnectionSettings, 'hosts'>): string =>
  hosts.map(({ host, port }) => `${host}:${port}`).join(', ')

export function connectionLines(connection: ConnectionSettings, kind: Connector['kind']): SettingLine[] {
  const line = (key: string, label: string, value: string) => ({ key: `connection.${key}`, label, value })
  return [
    line('hosts', say('connector.server'), serversOf(connection)),
    line('security', say('connector.security'), say(`connector.${connection.security}`)),
    // Whom agents trust is told on their machines, and not known here.
    ...(kind === 'agent' ? [] : [line('trust', say('connector.authority'), say(trustOf(connection)))]),
    line('base', say('connector.base'), connection.baseDn ?? say('connector.automatic')),
    line('userId', say('connector.userId'), connection.userId),
  ]
}
