'use server'

import * as z from 'zod'
import { speaking } from '@/app/forms/answer'
import { adminAction } from '@/lib/access/doors'
import { changeMessenger, orderMessenger } from '@/lib/connectors/save-messenger'

const actorOf = ({ administratorId: id }: { administratorId: string }) => ({ kind: 'administrator' as const, id })

/** Stores where the other Messenger is, and has the connection tested. */
export const saveMessenger = speaking(
  'messenger',
  adminAction('enrollment.settings.write', z.object({ messenger: z.unknown() }), ({ messenger }, admin) =>
    changeMessenger(admin.organizationId, actorOf(admin), messenger),
  ),
)

const Order = z.discriminatedUnion('do', [
  z.object({ do: z.enum(['test', 'read', 'export', 'pause', 'remove']) }),
  z.object({
    do: z.literal('retry'),
    only: z.object({ kind: z.enum(['account', 'group']), objectId: z.uuid() }).nullable(),
  }),
])

/** Tests, reads, starts or pauses the export, tries again what was refused, or forgets the other Messenger. */
export const order = speaking(
  'messenger',
  adminAction('enrollment.settings.write', z.object({ order: Order }), (input, admin) =>
    orderMessenger(admin.organizationId, actorOf(admin), input.order),
  ),
)
