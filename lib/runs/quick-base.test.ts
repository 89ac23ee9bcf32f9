import { describe, expect, test } from 'vitest'
import type { BaseSnapshot } from '@/lib/store/snapshots-base'
import { judgeBase } from './quick-base'

const now = new Date('2027-03-08T12:00:00Z')
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000)
const watermark = {
  ...{ version: 1, method: 'usn', usn: '4711', dirSync: null, server: 'CN=NTDS Settings,CN=DC1,CN=Servers,DC=x' },
  ...{ invocationId: '00000000-0000-4000-8000-000000000001', domainSid: 'S-1-5-21-1-2-3', request: 'abc' },
}
const base: BaseSnapshot = {
  ...{ runId: 'run', connectorVersion: 3, proofs: [], watermark, fullReadAt: daysAgo(1), objects: 10 },
}
const codeOf = (more: Partial<BaseSnapshot>, version = 3) => {
  const judged = judgeBase({ ...base, ...more }, version, now)
  return 'code' in judged ? judged.code : 'fit'
}

describe('a snapshot is gone on from', () => {
  test('when it has a watermark, the same settings, and a full read of this week behind it', () => {
    expect(judgeBase(base, 3, now)).toMatchObject({ runId: 'run', watermark: { usn: '4711' } })
  })

  test('but not without one that was read at all', () => {
    expect(judgeBase(null, 3, now)).toEqual({ code: 'full-first-read', args: {} })
    expect(codeOf({ watermark: null })).toBe('full-first-read')
    expect(codeOf({ fullReadAt: null })).toBe('full-first-read')
  })

  test.each([
    ['another version', { version: 2 }],
    ['a number that is none', { usn: '-1' }],
    ['a number that is a word', { usn: 'many' }],
    ['an unknown method', { method: 'guess' }],
    ['a cookie that is no base64', { dirSync: { cookie: 'not base64!', objectSecurity: true } }],
    ['no server', { server: '' }],
    ['a generation that is no GUID', { invocationId: 'one' }],
  ])('nor when its watermark has %s', (_, broken) => {
    expect(codeOf({ watermark: { ...watermark, ...broken } })).toBe('full-first-read')
  })

  test('nor when the settings are another version', () => {
    expect(codeOf({}, 4)).toBe('full-settings-changed')
    expect(codeOf({}, 2)).toBe('full-settings-changed')
  })

  test('nor a week after the last full read, to the moment', () => {
    expect(codeOf({ fullReadAt: daysAgo(6.999) })).toBe('fit')
    expect(judgeBase({ ...base, fullReadAt: daysAgo(7) }, 3, now)).toEqual({ code: 'full-due', args: { days: 7 } })
    expect(judgeBase({ ...base, fullReadAt: daysAgo(30.5) }, 3, now)).toEqual({ code: 'full-due', args: { days: 30 } })
  })
})
