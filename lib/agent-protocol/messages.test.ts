import { expect, test } from 'vitest'
import { AgentJob, PollRequest } from './messages'

const id = '6d3f2c8e-2a51-4a39-9a0b-2f6f0f1f7b11'

/** As the first agents sent it, word for word. */
const recorded = {
  presence: { protocol: 1, version: '0.1.0', instance: id, host: 'dc-lon-01', system: 'Linux 6.1 x64' },
  waitSeconds: 25,
  directory: {
    ...{
      hosts: [{ host: 'dc1.corp.example', port: 636 }],
      security: 'ldaps',
      baseDn: null,
      userId: 'svc@corp.example',
    },
    limits: { baseDns: null, attributes: ['mail'] },
  },
  fault: null,
}

test('what the first agents say is understood still, and what they do not know of is no limit that they never had', () => {
  expect(PollRequest.parse(recorded).directory?.limits).toEqual({ baseDns: null, attributes: ['mail'], filter: null })
})

test('what a newer agent says besides is passed over, and nothing of what is known may be missing', () => {
  expect(PollRequest.parse({ ...recorded, mood: 'good' })).toEqual(PollRequest.parse(recorded))
  for (const name of Object.keys(recorded))
    expect(PollRequest.safeParse({ ...recorded, [name]: undefined }).success, name).toBe(false)
})

const job = { id, claim: 1, baseDn: null, leaseSeconds: 30, call: { method: 'browse', parent: null } }

test('a job names neither a server nor an account nor a program: whatever else it brings does not reach the agent', () => {
  const strange = { hosts: [{ host: 'evil.example', port: 389 }], userId: 'x', command: 'rm', filter: '(a=b)' }
  expect(AgentJob.parse({ ...job, ...strange, call: { ...job.call, ...strange } })).toEqual(AgentJob.parse(job))
})

test.each(['write', 'run', 'modify', 'configure'])('there is no job to %s', method => {
  expect(AgentJob.safeParse({ ...job, call: { method, parent: null } }).success).toBe(false)
})
