import { expect, test } from 'vitest'
import { Refusal } from './messages'
import { refusal, skewRefusal, versionRefusal } from './refusals'
import { protocolVersion, supportedVersions } from './version'

test('an agent is told in minutes how wrong its clock is', () => {
  const { status, body } = skewRefusal(540, Date.UTC(2027, 0, 4))
  expect(status).toBe(401)
  expect(body.text).toContain('9 minutes fast')
  expect(skewRefusal(-86_400, 0).body.text).toContain('1440 minutes slow')
})

test('an agent of a version that nobody speaks any more is told what to do, in a form that any agent can read', () => {
  for (const version of supportedVersions) expect(versionRefusal(version)).toBeNull()
  for (const version of [protocolVersion - 2, protocolVersion + 1]) {
    const { body } = versionRefusal(version) ?? refusal('unexpected')
    expect(Refusal.parse(JSON.parse(JSON.stringify(body))).text).toContain('Download the agent again')
  }
})
