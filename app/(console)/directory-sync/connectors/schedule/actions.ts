'use server'

import * as z from 'zod'
import { speaking } from '@/app/forms/answer'
import type { Admin } from '@/lib/access/admin'
import { adminAction } from '@/lib/access/doors'
import { pauseConnector, resumeConnector } from '@/lib/connectors/pause-connector'
import { saveSchedule } from '@/lib/connectors/save-schedule'
import { done, refused } from '@/lib/outcome'
import { isTimeZone } from '@/lib/schedule/zone'
import { inOrganization } from '@/lib/store/organization'
import { readClocks } from '@/lib/store/schedule-clocks'
import { saveStep } from '../[id]/setup/save-step'
import { nextRuns } from './next-runs'
import { ScheduleForm } from './schedule-form'

const configure = 'enrollment.sync.configure'
const OfConnector = z.object({ connectorId: z.uuid() })
const actorOf = (admin: Admin) => ({ kind: 'administrator', id: admin.administratorId }) as const

/** Stores the schedule, if nobody else changed it since this editor read it. */
export const saveScheduleStep = speaking(
  'settings',
  adminAction(
    configure,
    OfConnector.extend({ values: ScheduleForm, seen: z.string().max(64).optional() }),
    ({ connectorId, values, seen }, admin) =>
      saveStep(admin, { connectorId, step: 'schedule', seen, mine: { schedule: values.settings } }, asSeen =>
        saveSchedule(admin.organizationId, actorOf(admin), connectorId, { ...values, seen: asSeen }),
      ),
  ),
)

/** When these values would run next. Nothing is stored. */
export const showNextRuns = speaking(
  'settings',
  adminAction(configure, OfConnector.extend({ values: ScheduleForm }), async ({ connectorId, values }, admin) => {
    const { settings, timeZone } = values
    if (!isTimeZone(timeZone)) return refused('time-zone-unknown', {}, 'values.timeZone')
    const clocks = await inOrganization(admin.organizationId, tx => readClocks(tx, connectorId))
    const lastDate = clocks.find(({ kind }) => kind === 'full')?.lastDate ?? null
    return done(nextRuns(settings, timeZone, { after: new Date(), lastDate }))
  }),
)

const Pause = OfConnector.extend({ reason: z.string().max(2_000), resumeOn: z.string().max(20).nullable() })

/** Nothing of the connector starts until somebody resumes it, or until the day that is given. */
export const pause = speaking(
  'connectors',
  adminAction(configure, Pause, ({ connectorId, reason, resumeOn }, admin) =>
    pauseConnector(admin.organizationId, actorOf(admin), connectorId, reason, resumeOn),
  ),
)

export const resume = speaking(
  'connectors',
  adminAction(configure, OfConnector, ({ connectorId }, admin) =>
    resumeConnector(admin.organizationId, actorOf(admin), connectorId),
  ),
)
