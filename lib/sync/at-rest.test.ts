import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { env } from '@/lib/env'
import { isAtRest } from './at-rest'
import { decidePerson } from './decide-person'
import { applyPlan } from './testing/apply-plan'
import { testNow } from './testing/builders'
import { story } from './testing/stories'
import { type Plan, planWorld } from './testing/world'

const numRuns = 600 * env().ENROLLMENT_TEST_RUNS
const seed = 20270302

test('whoever is at rest is left as they are under any settings, and most people are', () => {
  const seen = { resting: 0, people: 0 }
  const holds = ({ facts }: Plan) => {
    for (const one of facts) {
      seen.people += 1
      if (!isAtRest(one)) continue
      seen.resting += 1
      expect(decidePerson(one)).toBeNull()
    }
  }
  fc.assert(
    fc.property(story, ({ before, after, messenger, meanwhile, settings, laterSettings }) => {
      const first = planWorld(before, messenger, settings, testNow)
      holds(first)
      const second = meanwhile(applyPlan(first, messenger, before, testNow).messenger)
      holds(planWorld(after, second, laterSettings, testNow))
      const quiet = applyPlan(planWorld(after, second, laterSettings, testNow), second, after, testNow).messenger
      holds(planWorld(after, quiet, laterSettings, testNow))
    }),
    { numRuns, seed, plugins: [fc.unbiased()] },
  )
  expect(seen.resting / seen.people).toBeGreaterThan(0.1)
})
