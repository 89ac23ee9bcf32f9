'use server'

import * as z from 'zod'
import { speaking } from '@/app/forms/answer'
import type { Admin } from '@/lib/access/admin'
import { adminAction } from '@/lib/access/doors'
import { askOwner, withdrawRequest } from '@/lib/teams/ask-owner'
import { bringTeamIn } from '@/lib/teams/bring-in'
import { leaveTeamAlone, takeUpTeam } from '@/lib/teams/leave-alone'
import { addTeam, changeTeamStatus, unmanageTeam } from '@/lib/teams/manage-team'

const decide = 'enrollment.sync.approve'
const text = z.string().max(5_000)
const OfTeam = z.object({ teamId: z.uuid() })
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
  adminAction(decide, OfTeam.extend({ reason: text }), (input, admin) =>
    leaveTeamAlone(admin.organizationId, byOf(admin), input),
  ),
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

/** A team that is managed from the start. */
export const addManagedTeam = speaking(
  'teams',
  adminAction(decide, z.object({ name: text, description: text }), (input, admin) =>
    addTeam(admin.organizationId, byOf(admin), input),
  ),
)

export const setTeamStatus = speaking(
  'teams',
  adminAction(decide, OfTeam.extend({ status: z.enum(['active', 'suspended']) }), (input, admin) =>
    changeTeamStatus(admin.organizationId, byOf(admin), input),
  ),
)

export const endManagement = speaking(
  'teams',
  adminAction(decide, OfTeam, ({ teamId }, admin) => unmanageTeam(admin.organizationId, byOf(admin), teamId)),
)
