import type { ExclusionCheck } from '@/lib/connectors/job-request'
import type { IncomingRule } from '@/lib/settings/exclusions'
import { compileIncoming, excludingAttributes } from '@/lib/sync/exclude-person'
import { createCounts } from './caught'
import { type Survey, surveyPeople } from './survey'

/** Counts whom of the people in the chosen units each incoming exclusion keeps out. @throws ReadFailure */
export async function checkExclusions(incoming: IncomingRule[], survey: Survey): Promise<ExclusionCheck> {
  const rules = incoming.map(rule => ({ id: rule.id, excludes: compileIncoming({ incoming: [rule] }) }))
  const { people, partial } = await surveyPeople(survey, excludingAttributes({ incoming }), object =>
    rules.filter(({ excludes }) => excludes(object) !== null).map(({ id }) => id),
  )
  const counts = createCounts(incoming)
  for (const { name, seen } of people) for (const id of seen) counts.add(id, name)
  return {
    people: people.length,
    caught: people.filter(({ seen }) => seen.length > 0).length,
    partial,
    rules: counts.all(),
  }
}
