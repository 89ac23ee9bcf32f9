'use server'

import * as z from 'zod'
import { speaking } from '@/app/forms/answer'
import { may } from '@/lib/access/admin'
import { adminAction } from '@/lib/access/doors'
import { deleteConnector } from '@/lib/connectors/delete-connector'
import { resetConnector } from '@/lib/connectors/reset-connector'
import { restoreVersion } from '@/lib/connectors/restore-version'

const OfConnector = z.object({ connectorId: z.uuid() })

/** Makes a version the draft again. Nothing is live before its preview was approved. */
export const restore = speaking(
  'connectors',
  adminAction('enrollment.sync.configure', OfConnector.extend({ version: z.int().min(1) }), (input, admin) =>
    restoreVersion(
      admin.organizationId,
      { kind: 'administrator', id: admin.administratorId },
      input.connectorId,
      input.version,
      { raise: may(admin, 'enrollment.safety.raise') },
    ),
  ),
)

/** Forgets what the connector is set to, and keeps everybody it brought in. */
export const reset = speaking(
  'connectors',
  adminAction('enrollment.sync.configure', OfConnector.extend({ name: z.string().max(200) }), (input, admin) =>
    resetConnector(
      admin.organizationId,
      { kind: 'administrator', id: admin.administratorId },
      input.connectorId,
      input.name,
    ),
  ),
)

/** Ends the connector for good, and keeps everybody it brought in. */
export const remove = speaking(
  'connectors',
  adminAction('enrollment.sync.configure', OfConnector.extend({ name: z.string().max(200) }), (input, admin) =>
    deleteConnector(
      admin.organizationId,
      { kind: 'administrator', id: admin.administratorId },
      input.connectorId,
      input.name,
    ),
  ),
)
