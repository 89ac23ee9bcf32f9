import { expect, test } from 'vitest'
import { obstacleTo, teamDeeds, whyNot } from './moves'

const team = { status: 'active', remoteUrl: null } as const

test('why a step cannot be taken is said by where the team stands', () => {
  const why = (move: Parameters<typeof whyNot>[0], management: Parameters<typeof whyNot>[1]['management']) =>
    whyNot(move, { ...team, management }, 'outside')
  expect(why('leave-alone', 'left-alone')).toBe('team-left-alone-already')
  expect(why('bring-in', 'left-alone')).toBe('team-left-alone')
  expect(why('bring-in', 'declined')).toBe('team-owner-declined')
  expect(why('bring-in', 'owner-asked')).toBe('team-owner-asked')
  expect(why('ask-owner', 'approved')).toBe('team-owner-agreed')
  expect(why('ask-owner', 'managed')).toBe('team-managed-already')
  expect(why('leave-alone', 'moving')).toBe('team-moving')
  expect(why('withdraw', 'found')).toBe('team-undecided')
  expect(why('take-up', 'found')).toBe('team-not-left-alone')
  expect(why('take-up', 'managed')).toBe('team-managed-already')
  expect(why('ask-owner', 'declined')).toBeNull()
})

test('what is done with managed teams only is refused to a team that nobody manages', () => {
  const managed = teamDeeds.filter(
    deed => obstacleTo(deed, { ...team, management: 'found' }, 'ours') === 'team-not-managed',
  )
  expect(managed).toEqual(['suspend', 'activate', 'unmanage'])
})
