'use server'

import * as z from 'zod'
import { speaking } from '@/app/forms/answer'
import { adminAction } from '@/lib/access/doors'
import { exclusionFaults } from '@/lib/connectors/save-exclusions'
import { done } from '@/lib/outcome'
import { countProtectedAccounts, countProtectedGroups } from '@/lib/runs/count-protected'
import { ExclusionSettings } from '@/lib/settings/exclusions'
import { searchAccounts } from '@/lib/store/accounts-search'
import { pageOfGroups } from '@/lib/store/groups'
import { inOrganization } from '@/lib/store/organization'
import { saveExclusionStep } from '../save-exclusion-step'

const configure = 'enrollment.sync.configure'
const Search = z.object({ query: z.string().trim().min(1).max(200) })
const Protected = ExclusionSettings.shape.protected
/** Told of at once; whoever searches for more types more. */
const most = 10

/** Stores in the draft who and what the directory leaves alone. */
export const saveProtected = speaking(
  'settings',
  adminAction(
    configure,
    z.object({ connectorId: z.uuid(), seen: z.string().max(64).optional(), protected: Protected }),
    async ({ connectorId, seen, protected: guarded }, admin) =>
      saveExclusionStep(admin, { connectorId, step: 'exclusions', seen }, { protected: guarded }),
  ),
)

/** Accounts of Messenger by a part of their name or address. */
export const findAccounts = speaking(
  'settings',
  adminAction(configure, Search, async ({ query }, admin) => {
    const found = await inOrganization(admin.organizationId, tx => searchAccounts(tx, query, most))
    return done(found.map(({ id, name, email }) => ({ id, name, about: email })))
  }),
)

/** Lists and organizational groups by a part of their name or address. */
export const findGroups = speaking(
  'settings',
  adminAction(configure, Search, async ({ query }, admin) => {
    const found = await inOrganization(admin.organizationId, async tx => {
      const first = { limit: most }
      const lists = await pageOfGroups(tx, { query, kind: 'list' }, 'name', first)
      const units = await pageOfGroups(tx, { query, kind: 'organizational-group' }, 'name', first)
      return [...lists.rows, ...units.rows]
    })
    return done(found.map(({ group: { id, name, kind, address } }) => ({ id, name, kind, about: address })))
  }),
)

/** Counts which accounts and groups these rules protect. */
export const countProtected = speaking(
  'settings',
  adminAction(configure, z.object({ protected: Protected }), async ({ protected: guarded }, admin) => {
    const faults = exclusionFaults({ incoming: [], protected: guarded })
    if (faults.length > 0) return { ok: false, faults }
    return done(
      await inOrganization(admin.organizationId, async tx => ({
        accounts: await countProtectedAccounts(tx, guarded.rules),
        groups: await countProtectedGroups(tx, guarded.groupRules),
      })),
    )
  }),
)
