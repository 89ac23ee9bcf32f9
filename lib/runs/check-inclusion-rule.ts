import type { InclusionCheck, InclusionCount } from '@/lib/connectors/job-request'
import { filterAttributes } from '@/lib/directory/formats/search-filter'
import { checkInclusion, readInclusion } from '@/lib/sync/inclusion/check-inclusion'
import { compileInclusion, includingAttributes } from '@/lib/sync/inclusion/compile-inclusion'
import { type Survey, surveyPeople } from './survey'

const sampleSize = 5

/** Holds a rule against the schema, and decides with it about everybody in the chosen units as a run would. @throws ReadFailure */
export async function checkInclusionRule(filter: string, survey: Survey): Promise<InclusionCheck> {
  const read = readInclusion(filter)
  if (!read.ok) return { fits: false, faults: read.faults }
  const names = filterAttributes(read.value)
  const definitions = await survey.source.describeAttributes(names, survey.signal)
  const checked = checkInclusion(filter, names, definitions)
  if (!checked.ok) return { fits: false, faults: checked.faults }
  return { fits: true, inclusion: checked.value, count: await countPeople(checked.value, survey) }
}

async function countPeople(inclusion: Parameters<typeof compileInclusion>[0], survey: Survey): Promise<InclusionCount> {
  const includes = compileInclusion(inclusion)
  const { people, partial } = await surveyPeople(
    survey,
    includingAttributes(inclusion),
    object => includes(object) === true,
  )
  const [matching, others] = [true, false].map(wanted => people.filter(({ seen }) => seen === wanted))
  const sample = (of: typeof people = []) => of.slice(0, sampleSize).map(({ name, dn }) => ({ name, dn }))
  return {
    matching: matching?.length ?? 0,
    others: others?.length ?? 0,
    partial,
    samples: { matching: sample(matching), others: sample(others) },
  }
}
