import { notFound } from 'next/navigation'
import { cache } from 'react'
import * as z from 'zod'
import { openConsole } from '@/app/(console)/console'
import { inOrganization } from '@/lib/store/organization'
import { readTeamOwner } from '@/lib/store/team-members'
import { readTeam } from '@/lib/store/teams'
import { movesOf, ownershipOf } from '@/lib/teams/moves'

/** The team of an address, who owns it, and what can be done with it now. */
export const openTeam = cache(async (id: string) => {
  const open = await openConsole('enrollment.read')
  if (!z.uuid().safeParse(id).success) notFound()
  const { team, owner } = await inOrganization(open.admin.organizationId, async tx => ({
    team: await readTeam(tx, id),
    owner: await readTeamOwner(tx, id),
  }))
  if (!team) notFound()
  const ownership = ownershipOf(owner, team)
  return { ...open, team, ownership, moves: movesOf(team, ownership) }
})
