import * as z from 'zod'
import { ConnectionSettings, Password } from '@/lib/settings/connection'
import { ConnectorName } from '@/lib/settings/connector'

/** What the Connection step asks; the same schema checks it in the browser and on the server. */
export const ConnectionForm = z.object({
  name: ConnectorName,
  connection: ConnectionSettings,
  /** null keeps the stored one. */
  password: Password.nullable(),
})
export type ConnectionForm = z.infer<typeof ConnectionForm>
