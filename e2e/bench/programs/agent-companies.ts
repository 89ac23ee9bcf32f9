import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { makeKey, writeKey } from '@/lib/agent-protocol/keys'
import { createEnrollmentToken } from '@/lib/agents/create-token'
import { insertAgent, insertAgentKey } from '@/lib/store/agents'
import { insertConnector, insertVersion } from '@/lib/store/connectors'
import { acrossOrganizations, inOrganization } from '@/lib/store/organization'
import { createOrganization } from '@/lib/store/organizations'
import { settingsFor } from '../settings'
import { task, tell } from './own'

/**
 * Makes an organization whose connector reads through an agent, with the token for it; and organizations of ten agents that
 * have enrolled, whose keys it writes into a file.
 */
type Task = { port: number; userDn: string; idle: number; keysFile: string }
const { port, userDn, idle, keysFile } = task<Task>()

const inEach = 10
const keys: string[] = []
const reading = await company()
for (let left = idle; left > 0; left -= inEach) await enroll(await company(), Math.min(left, inEach))
writeFileSync(keysFile, JSON.stringify(keys), { mode: 0o600 })
const actor = { kind: 'administrator', id: randomUUID() } as const
const token = await createEnrollmentToken(reading.organizationId, actor, reading.connectorId, 'BENCH-1')
if (!token.ok) throw new Error('There is no token')
tell({ seconds: 0, ...reading, token: token.value.token })

async function company(): Promise<{ organizationId: string; connectorId: string }> {
  const [organizationId, connectorId] = [randomUUID(), randomUUID()]
  await acrossOrganizations('bench', tx => createOrganization(tx, { id: organizationId, name: 'Bench' }))
  const settings = settingsFor({ port, ca: null, userId: userDn })
  await inOrganization(organizationId, async tx => {
    await insertConnector(tx, { id: connectorId, kind: 'agent', name: 'Bench' })
    await insertVersion(tx, connectorId, { version: 1, settings, author: 'bench' })
  })
  return { organizationId, connectorId }
}

function enroll({ organizationId, connectorId }: Awaited<ReturnType<typeof company>>, count: number): Promise<void> {
  return inOrganization(organizationId, async tx => {
    for (let at = 0; at < count; at++) {
      const [key, id] = [makeKey(), randomUUID()]
      keys.push(writeKey(key))
      await insertAgentKey(tx, { keyId: key.keyId, agentId: id, publicKey: key.publicKey })
      await insertAgent(tx, {
        ...{ id, connectorId, name: `IDLE-${at}`, host: 'bench', system: 'Linux', version: '0', protocol: 1 },
        ...{ instance: randomUUID(), enrolledFrom: null },
      })
    }
  })
}
