import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Agent } from '@/lib/store/agents'
import { agentLine } from './agent-line'

const now = new Date('2026-11-26T12:00:00Z')
const at = { now, timeZone: 'UTC' }
const directory = {
  ...{ hosts: [{ host: 'dc1.corp.example', port: 636 }], security: 'ldaps', baseDn: null, userId: 'svc@corp.example' },
  limits: { baseDns: null, attributes: null, filter: null },
}
const agent: Agent = {
  ...{ organizationId: randomUUID(), id: randomUUID(), connectorId: randomUUID(), name: 'LON-1' },
  ...{ host: 'lon-1', system: 'Linux 6.1 x64', version: '0.1.0', protocol: 1 },
  ...{ instance: randomUUID(), instanceBefore: null, clonedAt: null, enrolledAt: now, enrolledFrom: null },
  ...{ lastContactAt: now, clockAhead: 0, directory, directoryReachedAt: now, fault: null, faultAt: null },
  ...{ rotationAskedAt: null, refused: null, revokedAt: null, revokedBy: null },
}

test('an agent that is well has no warning and no limit', () => {
  expect(agentLine(agent, at)).toMatchObject({ state: 'connected', warnings: [], limits: null })
})

test('an agent that was turned away for its clock says by how many minutes, also when it looks offline', () => {
  const refused = { code: 'clock-skew', args: { minutes: 9, direction: 'fast' }, at: now.toISOString() }
  const line = agentLine({ ...agent, lastContactAt: new Date('2026-11-26T10:00:00Z'), refused }, at)
  expect(line.state).toBe('offline')
  expect(line.warnings).toEqual([expect.stringContaining('9 minutes fast')])
})

test('an agent of another version says what it speaks and what to do', () => {
  const refused = { code: 'protocol-unsupported', args: { version: 3, supported: '1' }, at: now.toISOString() }
  expect(agentLine({ ...agent, refused }, at).warnings).toEqual([
    expect.stringMatching(/version 3 .* understands 1\. .*download the agent again/),
  ])
})

test('a clock that is off and still accepted is told in minutes, and so is a machine that was copied', () => {
  const { warnings } = agentLine({ ...agent, clockAhead: -130, clonedAt: now }, at)
  expect(warnings).toEqual([
    expect.stringContaining('two machines have answered'),
    expect.stringContaining('2 minutes slow'),
  ])
})

test('what its machine lets be read at most is told in one line', () => {
  const limits = { baseDns: ['OU=A,DC=x', 'OU=B,DC=x'], attributes: ['mail', 'sn'], filter: '(department=Sales)' }
  expect(agentLine({ ...agent, directory: { ...directory, limits } }, at).limits).toBe(
    'Limited on its machine: below OU=A,DC=x · OU=B,DC=x; 2 attributes; people who match (department=Sales).',
  )
})
