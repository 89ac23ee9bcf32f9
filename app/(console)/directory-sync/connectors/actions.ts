'use server'

import * as z from 'zod'
import { speaking } from '@/app/forms/answer'
import { say } from '@/app/messages/say'
import { type Admin, may } from '@/lib/access/admin'
import { adminAction } from '@/lib/access/doors'
import { createConnector } from '@/lib/connectors/create-connector'
import {
  startBrowse,
  startCheck,
  startCheckInclusion,
  startProbe,
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
import { OrganizationalUnitSettings } from '@/lib/settings/organizational-units'
import { ConnectionForm } from './connection-form'

const configure = 'enrollment.sync.configure'
const OfConnector = z.object({ connectorId: z.uuid() })
const actorOf = (admin: Admin) => ({ kind: 'administrator', id: admin.administratorId }) as const

/** Starts an empty draft under the first free name. */
export const addConnector = speaking(
  'connectors',
  adminAction(configure, z.object({ kind: z.literal('cloud') }), async ({ kind }, admin) => {
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

const ConnectionStep = OfConnector.extend({ values: ConnectionForm })

/** Stores the Connection step of the draft. */
export const saveConnectionStep = speaking(
  'settings',
  adminAction(configure, ConnectionStep, ({ connectorId, values }, admin) =>
    saveConnection(admin.organizationId, actorOf(admin), connectorId, values),
  ),
)

/** Stores the Connection step and starts Test Connection with it. */
export const testConnection = speaking(
  'settings',
  adminAction(
    configure,
    ConnectionStep,
    async ({ connectorId, values }, admin): Promise<Outcome<{ jobId: string }>> => {
      const saved = await saveConnection(admin.organizationId, actorOf(admin), connectorId, values)
      return saved.ok ? startProbe(admin.organizationId, actorOf(admin), connectorId) : saved
    },
  ),
)

const connectionCodes = ['connection-missing', 'secret-missing', 'connection-not-tested']

/** Stores the Connection step and lets it continue only when exactly these values have passed the test. */
export const finishConnection = speaking(
  'settings',
  adminAction(configure, ConnectionStep, async ({ connectorId, values }, admin): Promise<Outcome<null>> => {
    const saved = await saveConnection(admin.organizationId, actorOf(admin), connectorId, values)
    if (!saved.ok) return saved
    const ready = await readiness(admin.organizationId, connectorId)
    if (!ready.ok) return ready
    const faults = ready.value.filter(fault => connectionCodes.includes(fault.code))
    return faults.length === 0 ? done(null) : { ok: false, faults: faults.map(fault => ({ ...fault, path: 'test' })) }
  }),
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

/** Stores the Organizational Units step of the draft. */
export const saveUnitsStep = speaking(
  'settings',
  adminAction(
    configure,
    OfConnector.extend({ settings: OrganizationalUnitSettings }),
    ({ connectorId, settings }, admin) =>
      saveOrganizationalUnits(admin.organizationId, actorOf(admin), connectorId, settings),
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

/** Stores in the draft which distribution lists are followed, whether they bring people in, and how groups follow. */
export const saveListsStep = speaking(
  'settings',
  adminAction(
    configure,
    OfConnector.extend({ settings: z.unknown(), groups: z.unknown().optional() }),
    async ({ connectorId, settings, groups }, admin) => {
      const lists = await saveDistributionLists(admin.organizationId, actorOf(admin), connectorId, settings)
      if (!lists.ok || groups === undefined) return lists
      return saveGroups(admin.organizationId, actorOf(admin), connectorId, groups)
    },
  ),
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
  adminAction(configure, OfConnector.extend({ jobId: z.uuid().nullable() }), ({ connectorId, jobId }, admin) =>
    saveInclusion(admin.organizationId, actorOf(admin), connectorId, jobId),
  ),
)

const SafetyStep = OfConnector.extend({ values: z.unknown() })

/** Stores who leaves how, and the limits, in the draft. Whoever configures lowers a limit; raising one needs the owner. */
export const saveSafetyStep = speaking(
  'connectors',
  adminAction(configure, SafetyStep, ({ connectorId, values }, admin) =>
    saveSafety(admin.organizationId, actorOf(admin), connectorId, values, {
      raise: may(admin, 'enrollment.safety.raise'),
    }),
  ),
)

/** Looks for a person in the directory, as it is now, and follows what would happen to them. */
export const checkPerson = speaking(
  'connectors',
  adminAction('enrollment.read', OfConnector.extend({ query: z.string() }), ({ connectorId, query }, admin) =>
    startCheck(admin.organizationId, actorOf(admin), connectorId, query),
  ),
)
