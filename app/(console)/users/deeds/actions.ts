'use server'

import * as z from 'zod'
import { speaking } from '@/app/forms/answer'
import { Chosen } from '@/app/lists/chosen'
import type { Admin } from '@/lib/access/admin'
import { askedLanguage } from '@/lib/access/asked-language'
import { adminAction } from '@/lib/access/doors'
import { accountDeeds } from '@/lib/messenger/manage-accounts'
import { done } from '@/lib/outcome'
import { inOrganization } from '@/lib/store/organization'
import { findPeopleToLink } from '@/lib/store/people-to-link'
import { compareUnmanaged } from '@/lib/unmanaged/compare'
import { linkToPerson } from '@/lib/unmanaged/link-to-person'
import { propose, startReview } from '@/lib/unmanaged/start-review'
import { inLanguage } from '@/lib/words/language'
import { viewOf } from './proposal-view'
import { whomOfChosen } from './whom-of-chosen'

const actorOf = ({ administratorId: id }: Admin) => ({ kind: 'administrator', id }) as const
const free = z.enum([
  ...(['ask-again', 'withdraw', 'leave-apart', 'consider-again', 'suspend', 'reactivate', 'unmanage'] as const),
])
const paid = z.enum(['manage', 'ask'])
const Confirmation = z.object({ chosen: Chosen, hash: z.string().max(64), message: z.string().max(1_000) })

/** What it would mean for whom was selected. Changes nothing. */
export const proposeDeed = speaking(
  'review',
  adminAction('enrollment.read', z.object({ deed: z.enum(accountDeeds), chosen: Chosen }), async (input, admin) => {
    const proposal = await propose(admin.organizationId, input.deed, whomOfChosen(input.chosen))
    return done(inLanguage(await askedLanguage(), () => viewOf(input.deed, proposal)))
  }),
)

type Confirmed = z.infer<typeof Confirmation> & { deed: (typeof accountDeeds)[number] }
const start = ({ deed, chosen, hash, message }: Confirmed, admin: Admin) =>
  startReview(admin.organizationId, {
    ...{ deed, quoteHash: hash, whom: whomOfChosen(chosen), message: message.trim() },
    actor: actorOf(admin),
  })

/** Confirms exactly what was proposed, where that costs nothing. */
export const confirmDeed = speaking(
  'review',
  adminAction('enrollment.sync.approve', Confirmation.extend({ deed: free }), start),
)

/** The same where it takes seats: whoever may spend confirms it. */
export const confirmSpend = speaking(
  'review',
  adminAction('enrollment.spend', Confirmation.extend({ deed: paid }), start),
)

const atMost = 20
/** Whom an account could be linked to, by a part of their name or address. */
export const findPerson = speaking(
  'review',
  adminAction('enrollment.read', z.object({ query: z.string().max(200) }), async ({ query }, admin) =>
    done(await inOrganization(admin.organizationId, tx => findPeopleToLink(tx, query, atMost))),
  ),
)

/** Says that an account is the account of somebody in the directory. */
export const linkPerson = speaking(
  'review',
  adminAction(
    'enrollment.spend',
    z.object({ accountId: z.uuid(), connectorId: z.uuid(), anchor: z.uuid(), quoteHash: z.string().max(64) }),
    (input, admin) => linkToPerson(admin.organizationId, { ...input, actor: actorOf(admin) }),
  ),
)

/** Looks again what the directories say. */
export const checkNow = speaking(
  'review',
  adminAction('enrollment.sync.run', z.object({}), async (_, admin) =>
    done(await compareUnmanaged(admin.organizationId)),
  ),
)
