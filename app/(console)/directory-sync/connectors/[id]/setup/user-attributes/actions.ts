'use server'

import * as z from 'zod'
import { speaking } from '@/app/forms/answer'
import { ownName } from '@/app/ui/unit-words'
import type { Admin } from '@/lib/access/admin'
import { adminAction } from '@/lib/access/doors'
import { startCheckMapping, startFindEntries } from '@/lib/connectors/directory-jobs'
import { saveJoining } from '@/lib/connectors/save-joining'
import { saveMapping } from '@/lib/connectors/save-mapping'
import { done, type Outcome } from '@/lib/outcome'
import { tryEntry } from '@/lib/runs/try-entry'
import { JoiningSettings } from '@/lib/settings/joining'
import { MappingSettings } from '@/lib/settings/mapping'
import { mappingFaults } from '@/lib/sync/check-mapping'
import { sentence } from '@/lib/words/words'
import { saveStep } from '../save-step'

const configure = 'enrollment.sync.configure'
const OfConnector = z.object({ connectorId: z.uuid() })
const actorOf = (admin: Admin) => ({ kind: 'administrator', id: admin.administratorId }) as const

const AttributesStep = OfConnector.extend({
  seen: z.string().max(64).optional(),
  mapping: MappingSettings,
  joining: JoiningSettings,
})

/** Stores the User Attributes of the draft: the mapping, and how people find accounts that are there already. */
export const saveAttributesStep = speaking(
  'settings',
  adminAction(configure, AttributesStep, ({ connectorId, seen, mapping, joining }, admin) =>
    saveStep(admin, { connectorId, step: 'user-attributes', seen, mine: { mapping, joining } }, async asSeen => {
      const saved = await saveMapping(admin.organizationId, actorOf(admin), connectorId, mapping, null, asSeen)
      return saved.ok ? saveJoining(admin.organizationId, actorOf(admin), connectorId, joining) : saved
    }),
  ),
)

/** Maps everybody in the chosen units with this mapping, saved or not. */
export const checkMapping = speaking(
  'settings',
  adminAction(configure, OfConnector.extend({ mapping: MappingSettings }), ({ connectorId, mapping }, admin) =>
    startCheckMapping(admin.organizationId, actorOf(admin), connectorId, mapping),
  ),
)

/** Looks for people to try a mapping on. */
export const findEntries = speaking(
  'connectors',
  adminAction(
    configure,
    OfConnector.extend({ query: z.string(), attributes: z.array(z.string().max(100)).max(400) }),
    ({ connectorId, query, attributes }, admin) =>
      startFindEntries(admin.organizationId, actorOf(admin), connectorId, { query, attributes }),
  ),
)

const Trying = OfConnector.extend({ jobId: z.uuid(), anchor: z.guid(), mapping: MappingSettings })

/** A field of one person as a mapping makes it. */
export type TriedLine = { name: string; value: string | null; problem: string | null }

/** What this mapping makes of an entry that a search found. Nothing is stored. */
export const tryMappingOn = speaking(
  'settings',
  adminAction(
    configure,
    Trying,
    async (
      { connectorId, jobId, anchor, mapping },
      admin,
    ): Promise<Outcome<{ fields: TriedLine[]; unread: string[] }>> => {
      const faults = mappingFaults(mapping, null)
      if (faults.length > 0) return { ok: false, faults }
      const tried = await tryEntry(admin.organizationId, connectorId, { jobId, anchor }, mapping)
      if (!tried.ok) return tried
      const { fields, unread } = tried.value
      return done({
        unread,
        fields: fields.map(({ name, value, problem }) => ({
          ...{ name, value: name === 'manager' && value !== null ? ownName(value) : value },
          problem: problem && sentence(problem.code, problem.args, 'sync'),
        })),
      })
    },
  ),
)
