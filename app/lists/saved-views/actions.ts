'use server'

import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import { speaking } from '@/app/forms/answer'
import { may } from '@/lib/access/admin'
import { adminAction } from '@/lib/access/doors'
import { recordAudit } from '@/lib/audit/record'
import { done, refused } from '@/lib/outcome'
import { inOrganization } from '@/lib/store/organization'
import { deleteView, saveView, viewedLists } from '@/lib/store/saved-views'

const View = z.object({
  list: z.enum(viewedLists),
  name: z.string().trim().min(1, { error: 'view-name-missing' }).max(60, { error: 'view-name-too-long' }),
  /** What an address has after its question mark. */
  query: z.string().max(2_000),
  shared: z.boolean(),
})

/** Keeps a list as somebody looks at it. Everybody keeps their own; what others see is shared by whoever configures. */
export const saveListView = speaking(
  'access',
  adminAction('enrollment.read', View, async (view, admin) => {
    if (view.shared && !may(admin, 'enrollment.sync.configure')) return refused('view-sharing-forbidden')
    const { organizationId, administratorId: owner } = admin
    await inOrganization(organizationId, async tx => {
      await saveView(tx, { ...view, id: randomUUID(), owner })
      if (view.shared)
        await recordAudit(tx, {
          actor: { kind: 'administrator', id: owner },
          event: 'view.shared',
          target: { kind: 'list', id: view.list },
          details: { name: view.name, query: view.query },
        })
    })
    return done(null)
  }),
)

/** Forgets a view of one's own. */
export const deleteListView = speaking(
  'access',
  adminAction('enrollment.read', z.object({ id: z.uuid() }), async ({ id }, { organizationId, administratorId }) => {
    const gone = await inOrganization(organizationId, tx => deleteView(tx, { id, owner: administratorId }))
    return gone ? done(null) : refused('view-unknown')
  }),
)
