'use server'

import * as z from 'zod'
import { speaking } from '@/app/forms/answer'
import type { Admin } from '@/lib/access/admin'
import { adminAction } from '@/lib/access/doors'
import { checkDomain } from '@/lib/domains/check-domain'
import { beginVerification, forgetDomain } from '@/lib/domains/claim-domain'
import { compareUnmanaged } from '@/lib/unmanaged/compare'

const Named = z.object({ name: z.string().max(253) })
const actorOf = ({ administratorId: id }: Admin) => ({ kind: 'administrator', id }) as const

/** Draws the token that proves a domain. */
export const claim = speaking(
  'domains',
  adminAction('enrollment.settings.write', z.object({ domain: z.string().max(1_000) }), ({ domain }, admin) =>
    beginVerification(admin.organizationId, actorOf(admin), domain),
  ),
)

/** Looks for the token now; whoever has an address of a domain that is proved is listed at once. */
export const check = speaking(
  'domains',
  adminAction('enrollment.settings.write', Named, async ({ name }, admin) => {
    const checked = await checkDomain(admin.organizationId, actorOf(admin), name)
    if (checked.ok) await compareUnmanaged(admin.organizationId)
    return checked
  }),
)

export const forget = speaking(
  'domains',
  adminAction('enrollment.settings.write', Named, ({ name }, admin) =>
    forgetDomain(admin.organizationId, actorOf(admin), name),
  ),
)
