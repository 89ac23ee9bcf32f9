'use server'

import * as z from 'zod'
import { speaking } from '@/app/forms/answer'
import { Chosen } from '@/app/lists/chosen'
import { type Admin, may } from '@/lib/access/admin'
import { adminAction } from '@/lib/access/doors'
import { done, refused } from '@/lib/outcome'
import { inOrganization } from '@/lib/store/organization'
import { countTeams } from '@/lib/store/teams-list'
import { decideTeams, takeBack } from '@/lib/teams/decide-teams'
import { teamDeeds } from '@/lib/teams/moves'
import { proposeTeams, teamsAtOnce } from '@/lib/teams/propose-teams'
import { permissionOf } from './deeds-for'
import { filterOfChosen } from './filter-of-chosen'
import { decidedView, viewOf } from './proposal-view'

const byOf = ({ administratorId: id, displayName: name }: Admin) => ({ id, name })

/** What it would mean for the selected teams. Changes nothing. */
export const proposeForTeams = speaking(
  'teams',
  adminAction('enrollment.read', z.object({ deed: z.enum(teamDeeds), chosen: Chosen }), async (input, admin) => {
    const filter = filterOfChosen(input.chosen)
    return inOrganization(admin.organizationId, async tx => {
      const teams = await countTeams(tx, filter)
      if (teams > teamsAtOnce) return refused('too-many-teams', { teams, most: teamsAtOnce })
      return done(viewOf(input.deed, await proposeTeams(tx, input.deed, filter, new Date())))
    })
  }),
)

const Decision = z.object({
  deed: z.enum(teamDeeds),
  chosen: Chosen,
  hash: z.string().max(64),
  text: z.string().max(5_000),
  maySpend: z.boolean(),
  number: z.string().max(20),
})

/** Does exactly what was shown; what costs money does whoever may spend. */
export const decideForTeams = speaking(
  'teams',
  adminAction('enrollment.sync.approve', Decision, async ({ chosen, ...decision }, admin) => {
    if (!may(admin, permissionOf(decision.deed))) return refused('forbidden')
    const filter = filterOfChosen(chosen)
    const outcome = await decideTeams(admin.organizationId, byOf(admin), { ...decision, filter })
    return outcome.ok ? done(decidedView(outcome.value)) : outcome
  }),
)

/** Takes back what was just done. */
export const takeBackTeams = speaking(
  'teams',
  adminAction(
    'enrollment.sync.approve',
    z.object({ deed: z.enum(['take-up', 'withdraw']), teamIds: z.array(z.uuid()).max(teamsAtOnce) }),
    async ({ deed, teamIds }, admin) =>
      done(decidedView(await takeBack(admin.organizationId, byOf(admin), deed, teamIds))),
  ),
)
