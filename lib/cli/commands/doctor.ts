import { examine, type Finding } from '@/lib/operations/doctor'
import { listConnectors } from '@/lib/store/connectors'
import { acrossOrganizations, inOrganization } from '@/lib/store/organization'
import { listOrganizations } from '@/lib/store/organizations'
import { type Answer, Refused } from '../answer'
import { operator } from '../context'
import { say, table } from '../say'
import { testConnection } from '../test-connection'

type Told = { check: string; state: Finding['state']; message: string }

/** `doctor`: looks at the installation, then asks every live connector's directory as Test Connection does. */
export async function doctor(): Promise<Answer> {
  const findings = await examine()
  const told: Told[] = findings.map(({ check, state, code, args }) => ({ check, state, message: say({ code, args }) }))
  const canAsk = findings.every(({ check, state }) => state !== 'bad' || check === 'secrets')
  if (canAsk) told.push(...(await examineDirectories()))
  const bad = told.filter(({ state }) => state === 'bad').length
  const marks: Record<Finding['state'], string> = { good: 'good', 'worth-a-look': 'look', bad: 'BAD' }
  const rows = told.map(({ check, state, message }) => [marks[state], check, message])
  const lines = [...table(rows), say({ code: 'doctor-sum', args: { bad, all: told.length } })]
  return { exit: bad === 0 ? 0 : 1, lines, json: { bad, findings: told } }
}

async function examineDirectories(): Promise<Told[]> {
  const organizations = await acrossOrganizations('doctor', tx => listOrganizations(tx))
  const told: Told[] = []
  for (const { id: organizationId } of organizations) {
    const connectors = await inOrganization(organizationId, tx => listConnectors(tx))
    for (const { id, name, version, state } of connectors)
      if (version !== null && state !== 'paused') told.push(await examineDirectory(organizationId, id, name))
  }
  return told
}

async function examineDirectory(organizationId: string, id: string, name: string): Promise<Told> {
  try {
    const [warning] = await testConnection({ organizationId, actor: operator() }, id)
    if (!warning)
      return { check: 'directory', state: 'good', message: say({ code: 'doctor-directory-good', args: { name } }) }
    return { check: 'directory', state: 'worth-a-look', message: `${name}: ${say(warning)}` }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return { check: 'directory', state: 'bad', message: `${name}: ${error.faults.map(say).join(' ')}` }
  }
}
