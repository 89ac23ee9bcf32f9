import { notFound } from 'next/navigation'
import { cache } from 'react'
import * as z from 'zod'
import { openConsole } from '@/app/(console)/console'
import { inOrganization } from '@/lib/store/organization'
import { readTeam } from '@/lib/store/teams'
import { movesOf } from '@/lib/teams/moves'
import { readOwnership } from '@/lib/teams/ownership'

/** The team of an address, who owns it, and what can be done with it now. */
export const openTeam = cache(async (id: string) => {
  const open = await openConsole('enrollment.read')
  if (!z.uuid().safeParse(id).success) notFound()
  const { team, ownership } = await inOrganization(open.admin.organizationId, async tx => ({
    team: await readTeam(tx, id),
    ownership: await readOwnership(tx, id),
  }))
  if (!team) notFound()
  return { ...open, team, ownership, moves: movesOf(team, ownership) }
})
