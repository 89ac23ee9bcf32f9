import { ConnectorSettings } from '@/lib/settings/connector'

type Account = { port: number; ca: string | null; userId: string }

/** The connector that is measured: everything of the directory, by the mapping that a new connector has. */
export const settingsFor = ({ port, ca, userId }: Account): ConnectorSettings =>
  ConnectorSettings.parse({
    connection: { hosts: [{ host: '127.0.0.1', port }], security: 'ldaps', ca, baseDn: null, userId },
    organizationalUnits: { mode: 'all' },
  })
