'use server'

import * as z from 'zod'
import { speaking } from '@/app/forms/answer'
import type { Admin } from '@/lib/access/admin'
import { adminAction } from '@/lib/access/doors'
import { rolesThat } from '@/lib/access/permissions'
import { done } from '@/lib/outcome'
import { teamCircles, teamColors, teamVisibilities } from '@/lib/settings/teams'
import { inOrganization } from '@/lib/store/organization'
import { pageOfPeople } from '@/lib/store/people-list'
import { addTeam } from '@/lib/teams/add-team'
import { askOwner, withdrawRequest } from '@/lib/teams/ask-owner'
import { bringTeamIn } from '@/lib/teams/bring-in'
import { leaveTeamAlone, takeUpTeam } from '@/lib/teams/leave-alone'
import { activateTeam, suspendTeam, unmanageTeam } from '@/lib/teams/manage-team'
import { askToSpend, declineSpend, withdrawSpend } from '@/lib/teams/spend-request'

const decide = 'enrollment.sync.approve'
const text = z.string().max(5_000)
const OfTeam = z.object({ teamId: z.uuid() })
const WithReason = OfTeam.extend({ reason: text })
const byOf = ({ administratorId, displayName, email }: Admin) => ({ id: administratorId, name: displayName, email })

/** Asks the team's owner by mail. */
export const askTeamOwner = speaking(
  'teams',
  adminAction(decide, OfTeam.extend({ message: text }), (input, admin) =>
    askOwner(admin.organizationId, byOf(admin), input),
  ),
)

/** Takes the question back. */
export const withdrawTeamRequest = speaking(
  'teams',
  adminAction(decide, OfTeam, ({ teamId }, admin) => withdrawRequest(admin.organizationId, byOf(admin), teamId)),
)

export const leaveAlone = speaking(
  'teams',
  adminAction(decide, WithReason, (input, admin) => leaveTeamAlone(admin.organizationId, byOf(admin), input)),
)

export const takeUp = speaking(
  'teams',
  adminAction(decide, OfTeam, ({ teamId }, admin) => takeUpTeam(admin.organizationId, byOf(admin), teamId)),
)

/** Commits the cost of a team: whoever may spend does it, for exactly what was shown. */
export const bringIn = speaking(
  'teams',
  adminAction(
    'enrollment.spend',
    OfTeam.extend({ quoteId: text, perMonth: z.number().nullable(), maySpend: z.boolean(), name: text }),
    (input, admin) => bringTeamIn(admin.organizationId, byOf(admin), input),
  ),
)

/** Leaves the spend to somebody who may commit it. */
export const sendToApprover = speaking(
  'teams',
  adminAction(decide, OfTeam.extend({ quoteId: text, approverId: z.string(), message: text }), (input, admin) =>
    askToSpend(admin.organizationId, byOf(admin), input, rolesThat('enrollment.spend')),
  ),
)

export const takeSpendBack = speaking(
  'teams',
  adminAction(decide, OfTeam, ({ teamId }, admin) => withdrawSpend(admin.organizationId, byOf(admin), teamId)),
)

export const refuseSpend = speaking(
  'teams',
  adminAction('enrollment.spend', WithReason, (input, admin) => declineSpend(admin.organizationId, byOf(admin), input)),
)

const NewTeam = z.object({
  name: text,
  description: text,
  members: z.array(z.uuid()).max(500),
  settings: z.object({
    color: z.enum(teamColors),
    visibility: z.enum(teamVisibilities),
    joinRequests: z.boolean(),
    externals: z.boolean(),
    whoInvites: z.enum(teamCircles),
    whoCreatesRooms: z.enum(teamCircles),
  }),
})

/** A team that is managed from the start. */
export const addManagedTeam = speaking(
  'teams',
  adminAction(decide, NewTeam, (input, admin) => addTeam(admin.organizationId, byOf(admin), input)),
)

/** Managed users whom a text names, to be members of a new team. */
export const findColleagues = speaking(
  'teams',
  adminAction('enrollment.read', z.object({ query: z.string().max(200) }), async ({ query }, admin) => {
    const filter = { query, status: 'active' } as const
    const { rows } = await inOrganization(admin.organizationId, tx => pageOfPeople(tx, filter, 'name', { limit: 8 }))
    return done(
      rows.map(({ account: { id, attributes } }) => ({
        ...{ id, email: attributes.email ?? '' },
        name: attributes.displayName ?? attributes.email ?? '',
      })),
    )
  }),
)

export const suspend = speaking(
  'teams',
  adminAction(decide, WithReason, (input, admin) => suspendTeam(admin.organizationId, byOf(admin), input)),
)

export const activate = speaking(
  'teams',
  adminAction(decide, OfTeam, ({ teamId }, admin) => activateTeam(admin.organizationId, byOf(admin), teamId)),
)

export const endManagement = speaking(
  'teams',
  adminAction(decide, WithReason, (input, admin) => unmanageTeam(admin.organizationId, byOf(admin), input)),
)
