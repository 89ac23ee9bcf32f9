'use server'

import * as z from 'zod'
import { answer, speaking } from '@/app/forms/answer'
import { say } from '@/app/messages/say'
import { type Admin, may } from '@/lib/access/admin'
import { adminAction } from '@/lib/access/doors'
import { createConnector } from '@/lib/connectors/create-connector'
import {
  startBrowse,
  startCheck,
  startCheckInclusion,
  startFindUnits,
  startProbe,
  startResolveUnits,
  startSurveyLists,
} from '@/lib/connectors/directory-jobs'
import { readiness } from '@/lib/connectors/readiness'
import { saveConnection } from '@/lib/connectors/save-connection'
import { saveDistributionLists } from '@/lib/connectors/save-distribution-lists'
import { saveGroups } from '@/lib/connectors/save-groups'
import { saveInclusion } from '@/lib/connectors/save-inclusion'
import { saveOrganizationalUnits } from '@/lib/connectors/save-organizational-units'
import { saveSafety } from '@/lib/connectors/save-safety'
import { useSampleCompany as fillSampleCompany } from '@/lib/connectors/use-sample-company'
import { readAuthority } from '@/lib/directory/authority'
import { done, type Outcome } from '@/lib/outcome'
import { LeavingSettings } from '@/lib/settings/connector'
import { DistributionListSettings } from '@/lib/settings/distribution-lists'
import { GroupSettings } from '@/lib/settings/groups'
import { OrganizationalUnitSettings } from '@/lib/settings/organizational-units'
import { SafetySettings } from '@/lib/settings/safety'
import { saveStep } from './[id]/setup/save-step'
import { ConnectionForm } from './connection-form'

const configure = 'enrollment.sync.configure'
const OfConnector = z.object({ connectorId: z.uuid() })
/** A step, as its editor saw it; left out = whatever there is by now is replaced. */
const OfStep = OfConnector.extend({ seen: z.string().max(64).optional() })
const actorOf = (admin: Admin) => ({ kind: 'administrator', id: admin.administratorId }) as const

/** Starts an empty draft under the first free name. */
export const addConnector = speaking(
  'connectors',
  adminAction(configure, z.object({ kind: z.enum(['cloud', 'agent']) }), async ({ kind }, admin) => {
    const name = say('connector.defaultName')
    for (let number = 1; ; number++) {
      const outcome = await createConnector(admin.organizationId, actorOf(admin), {
        kind,
        name: number === 1 ? name : `${name} ${number}`,
      })
      const taken = !outcome.ok && outcome.faults.some(fault => fault.code === 'name-taken')
      if (!taken || number === 50) return outcome
    }
  }),
)

/** Fills a connector for the sample company that runs beside a local start. */
export const trySampleCompany = speaking(
  'connectors',
  adminAction(configure, z.object({}), (_, admin) => fillSampleCompany(admin.organizationId, actorOf(admin))),
)

/** What an uploaded authority says of itself; the file comes as base64. Nothing is stored yet. */
export const inspectAuthority = speaking(
  'settings',
  adminAction(configure, z.object({ base64: z.base64().max(120_000) }), async ({ base64 }, _admin) => {
    const authority = readAuthority(Buffer.from(base64, 'base64'))
    if (!authority.ok) return authority
    const { pem, subject } = authority.value
    return done({ pem, subject })
  }),
)

const ConnectionStep = OfStep.extend({ values: ConnectionForm })
type ConnectionStep = z.output<typeof ConnectionStep>

/** Saves the step, and answers with what then came of it: saved it is in any case. */
const savingConnection = <T>(admin: Admin, step: ConnectionStep, then: () => Promise<Outcome<T>>) => {
  const { connectorId, seen, values } = step
  const mine = { connection: values.connection }
  return saveStep(admin, { connectorId, step: 'connection', seen, mine }, async asSeen => {
    const saved = await saveConnection(admin.organizationId, actorOf(admin), connectorId, values, asSeen)
    return saved.ok ? done(answer('settings', await then())) : saved
  })
}

/** Stores the Connection step of the draft. */
export const saveConnectionStep = speaking(
  'settings',
  adminAction(configure, ConnectionStep, (step, admin) => savingConnection(admin, step, async () => done(null))),
)

/** Stores the Connection step and starts Test Connection with it. */
export const testConnection = speaking(
  'settings',
  adminAction(configure, ConnectionStep, (step, admin) =>
    savingConnection(admin, step, () => startProbe(admin.organizationId, actorOf(admin), step.connectorId)),
  ),
)

const connectionCodes = ['connection-missing', 'secret-missing', 'connection-not-tested']

/** Stores the Connection step and lets it continue only when exactly these values have passed the test. */
export const finishConnection = speaking(
  'settings',
  adminAction(configure, ConnectionStep, (step, admin) =>
    savingConnection(admin, step, async () => {
      const ready = await readiness(admin.organizationId, step.connectorId)
      const faults = ready.ok ? ready.value.filter(fault => connectionCodes.includes(fault.code)) : ready.faults
      if (faults.length === 0) return done(null)
      return { ok: false, faults: faults.map(fault => ({ ...fault, path: 'test' })) }
    }),
  ),
)

/** Opens a unit of the directory; null = the search base itself. */
export const browseUnits = speaking(
  'connectors',
  adminAction(
    configure,
    OfConnector.extend({ parent: z.guid().nullable() }),
    ({ connectorId, parent }, admin): Promise<Outcome<{ jobId: string }>> =>
      startBrowse(admin.organizationId, actorOf(admin), connectorId, parent),
  ),
)

/** Looks for units by a part of their name. */
export const findUnits = speaking(
  'connectors',
  adminAction(
    configure,
    OfConnector.extend({ text: z.string() }),
    ({ connectorId, text }, admin): Promise<Outcome<{ jobId: string }>> =>
      startFindUnits(admin.organizationId, actorOf(admin), connectorId, text),
  ),
)

/** Looks for the units that rules name: where they stand now, and how many people are below them. */
export const lookUpUnits = speaking(
  'connectors',
  adminAction(
    configure,
    OfConnector.extend({ anchors: z.array(z.guid()).max(500) }),
    ({ connectorId, anchors }, admin): Promise<Outcome<{ jobId: string }>> =>
      startResolveUnits(admin.organizationId, actorOf(admin), connectorId, anchors),
  ),
)

/** Stores the Organizational Units step of the draft. */
export const saveUnitsStep = speaking(
  'settings',
  adminAction(
    configure,
    OfStep.extend({ settings: OrganizationalUnitSettings }),
    ({ connectorId, seen, settings }, admin) => {
      const mine = { organizationalUnits: settings }
      return saveStep(admin, { connectorId, step: 'organizational-units', seen, mine }, asSeen =>
        saveOrganizationalUnits(admin.organizationId, actorOf(admin), connectorId, settings, asSeen),
      )
    },
  ),
)

/** Lists the directory's distribution lists as they are now; `chosen` are those whose people are counted together. */
export const surveyLists = speaking(
  'connectors',
  adminAction(
    configure,
    OfConnector.extend({ chosen: z.array(z.guid()).max(2_000) }),
    ({ connectorId, chosen }, admin): Promise<Outcome<{ jobId: string }>> =>
      startSurveyLists(admin.organizationId, actorOf(admin), connectorId, { chosen }),
  ),
)

const ListsStep = OfStep.extend({ settings: DistributionListSettings, groups: GroupSettings.optional() })

/** Stores in the draft which distribution lists are followed, whether they bring people in, and how groups follow. */
export const saveListsStep = speaking(
  'settings',
  adminAction(configure, ListsStep, ({ connectorId, seen, settings, groups }, admin) => {
    const mine = { distributionLists: settings, ...(groups ? { groups } : {}) }
    return saveStep(admin, { connectorId, step: 'distribution-lists', seen, mine }, async asSeen => {
      const lists = await saveDistributionLists(admin.organizationId, actorOf(admin), connectorId, settings, asSeen)
      if (!lists.ok || groups === undefined) return lists
      return saveGroups(admin.organizationId, actorOf(admin), connectorId, groups)
    })
  }),
)

/** Checks an inclusion rule against the directory, and counts whom it would let in. */
export const checkInclusion = speaking(
  'sync',
  adminAction(
    configure,
    OfConnector.extend({ filter: z.string().max(10_000) }),
    ({ connectorId, filter }, admin): Promise<Outcome<{ jobId: string }>> =>
      startCheckInclusion(admin.organizationId, actorOf(admin), connectorId, filter),
  ),
)

/** Stores in the draft the inclusion rule that a job has checked; null = none. */
export const saveInclusionStep = speaking(
  'connectors',
  adminAction(configure, OfStep.extend({ jobId: z.uuid().nullable() }), ({ connectorId, seen, jobId }, admin) =>
    saveStep(admin, { connectorId, step: 'inclusion-rules', seen, mine: jobId ? {} : { inclusion: null } }, asSeen =>
      saveInclusion(admin.organizationId, actorOf(admin), connectorId, jobId, asSeen),
    ),
  ),
)

const SafetyStep = OfStep.extend({
  values: z.object({ safety: SafetySettings, leaving: LeavingSettings }).partial(),
})

/** Stores who leaves how, and the limits, in the draft. Whoever configures lowers a limit; raising one needs the owner. */
export const saveSafetyStep = speaking(
  'connectors',
  adminAction(configure, SafetyStep, ({ connectorId, seen, values }, admin) =>
    saveStep(admin, { connectorId, step: 'safety', seen, mine: values }, asSeen =>
      saveSafety(
        ...([admin.organizationId, actorOf(admin), connectorId, values] as const),
        { raise: may(admin, 'enrollment.safety.raise') },
        asSeen,
      ),
    ),
  ),
)

/** Looks for a person in the directory, as it is now, and follows what would happen to them. */
export const checkPerson = speaking(
  'connectors',
  adminAction('enrollment.read', OfConnector.extend({ query: z.string() }), ({ connectorId, query }, admin) =>
    startCheck(admin.organizationId, actorOf(admin), connectorId, query),
  ),
)
