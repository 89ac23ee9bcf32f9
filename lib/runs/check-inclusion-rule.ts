import type { InclusionCheck, InclusionCount } from '@/lib/connectors/job-request'
import { filterAttributes } from '@/lib/directory/formats/search-filter'
import type { InclusionSettings } from '@/lib/settings/inclusion'
import { checkInclusion, readInclusion } from '@/lib/sync/inclusion/check-inclusion'
import { compileInclusion, includingAttributes } from '@/lib/sync/inclusion/compile-inclusion'
import { unmetCondition } from '@/lib/sync/inclusion/unmet-condition'
import { type Survey, surveyPeople } from './survey'

/** Names that are told of those who are in, and of those who are left out. */
const samples = { matching: 5, others: 10 }

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

async function countPeople(inclusion: NonNullable<InclusionSettings>, survey: Survey): Promise<InclusionCount> {
  const includes = compileInclusion(inclusion)
  const unmet = unmetCondition(inclusion)
  const { people, partial } = await surveyPeople(survey, includingAttributes(inclusion), object =>
    includes(object) === true ? null : unmet(object),
  )
  const matching = people.filter(({ seen }) => seen === null)
  const others = people.filter(({ seen }) => seen !== null)
  return {
    matching: matching.length,
    others: others.length,
    partial,
    samples: {
      matching: matching.slice(0, samples.matching).map(({ name, dn }) => ({ name, dn })),
      others: others.slice(0, samples.others).map(({ name, dn, seen }) => ({ name, dn, unmet: seen })),
    },
  }
}
