import fc from 'fast-check'
import { expect, test } from 'vitest'
import { env } from '@/lib/env'
import { generatedSchedule, generatedSettings } from '@/lib/settings/testing/generate-settings'
import { groups } from '../[id]/setup/steps'
import { settingLines } from './setting-lines'
import { stepLines } from './step-lines'

const steps = groups.flatMap(group => group.steps).filter(step => step !== 'review')

test('whoever only looks sees every setting, in exactly one step', () => {
  fc.assert(
    fc.property(generatedSettings, generatedSchedule, fc.constantFrom('cloud', 'agent'), (settings, schedule, kind) => {
      const seen = steps.flatMap(step => stepLines(step, settings, { kind, schedule }).map(({ key }) => key))
      const all = [...settingLines(settings, kind).map(({ key }) => key), 'schedule']
      expect(seen.toSorted()).toEqual(all.toSorted())
      expect(stepLines('review', settings, { kind, schedule })).toHaveLength(all.length)
    }),
    { numRuns: 30 * env().ENROLLMENT_TEST_RUNS, seed: 20_261_126 },
  )
})
