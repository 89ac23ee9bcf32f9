'use server'

import * as z from 'zod'
import { speaking } from '@/app/forms/answer'
import type { Admin } from '@/lib/access/admin'
import { adminAction } from '@/lib/access/doors'
import { createEnrollmentToken, createReplacementToken } from '@/lib/agents/create-token'
import { revokeAgent } from '@/lib/agents/revoke-agent'
import { askForRotation } from '@/lib/agents/rotate-key'
import { startProbe } from '@/lib/connectors/directory-jobs'
import { saveAgentDirectory } from '@/lib/connectors/save-agent-directory'
import { switchCarrier } from '@/lib/connectors/switch-carrier'
import { letAgentsConfigure, takeBackConfiguration } from '@/lib/connectors/take-back'

const configure = 'enrollment.sync.configure'
const OfConnector = z.object({ connectorId: z.uuid() })
const OfAgent = z.object({ agentId: z.uuid() })
const actorOf = (admin: Admin) => ({ kind: 'administrator', id: admin.administratorId }) as const

/** The token that one agent of this name enrolls with, once; it is answered here and never again. */
export const createToken = speaking(
  'connectors',
  adminAction(configure, OfConnector.extend({ name: z.string().max(200) }), ({ connectorId, name }, admin) =>
    createEnrollmentToken(admin.organizationId, actorOf(admin), connectorId, name),
  ),
)

/** Takes over where the connector's agents read, and has one of them make the seven checks there. */
export const testThroughAgent = speaking(
  'connectors',
  adminAction(configure, OfConnector, async ({ connectorId }, admin) => {
    const saved = await saveAgentDirectory(admin.organizationId, actorOf(admin), connectorId)
    return saved.ok ? startProbe(admin.organizationId, actorOf(admin), connectorId) : saved
  }),
)

/** The token for another machine in place of an agent's. */
export const replace = speaking(
  'connectors',
  adminAction(configure, OfAgent, ({ agentId }, admin) =>
    createReplacementToken(admin.organizationId, actorOf(admin), agentId),
  ),
)

/** Has an agent make a new key and go over to it. */
export const rotate = speaking(
  'connectors',
  adminAction(configure, OfAgent, ({ agentId }, admin) =>
    askForRotation(admin.organizationId, actorOf(admin), agentId),
  ),
)

/** Shuts an agent out for good, after its name was typed. */
export const revoke = speaking(
  'connectors',
  adminAction(configure, OfAgent.extend({ name: z.string().max(200) }), ({ agentId, name }, admin) =>
    revokeAgent(admin.organizationId, actorOf(admin), agentId, name),
  ),
)

/** Has the connector set in the portal again, after its name was typed; no agent sets it before somebody lets them. */
export const takeBack = speaking(
  'connectors',
  adminAction(configure, OfConnector.extend({ name: z.string().max(200) }), ({ connectorId, name }, admin) =>
    takeBackConfiguration(admin.organizationId, actorOf(admin), connectorId, name),
  ),
)

/** Lets agents set the connector again. */
export const letConfigure = speaking(
  'connectors',
  adminAction(configure, OfConnector, ({ connectorId }, admin) =>
    letAgentsConfigure(admin.organizationId, actorOf(admin), connectorId),
  ),
)

/** Who carries what is read from now on: the portal, or agents in the intranet. */
export const switchTo = speaking(
  'connectors',
  adminAction(configure, OfConnector.extend({ kind: z.enum(['cloud', 'agent']) }), ({ connectorId, kind }, admin) =>
    switchCarrier(admin.organizationId, actorOf(admin), connectorId, kind),
  ),
)
