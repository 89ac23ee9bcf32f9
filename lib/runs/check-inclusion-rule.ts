import type { InclusionCheck, InclusionCount } from '@/lib/connectors/job-request'
import { filterAttributes } from '@/lib/directory/formats/search-filter'
import type { DirectoryObject } from '@/lib/directory/source'
import type { InclusionSettings } from '@/lib/settings/inclusion'
import { checkInclusion, readInclusion } from '@/lib/sync/inclusion/check-inclusion'
import { compileInclusion, includingAttributes } from '@/lib/sync/inclusion/compile-inclusion'
import { unmetCondition } from '@/lib/sync/inclusion/unmet-condition'
import { type Survey, type Surveyed, surveyPeople } from './survey'

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
  const keep = keepFew()
  const { people, partial } = await surveyPeople(survey, includingAttributes(inclusion), object =>
    includes(object) === true ? 'matches' : keep(object),
  )
  const matching = people.filter(({ seen }) => seen === 'matches')
  return {
    matching: matching.length,
    others: people.length - matching.length,
    partial,
    samples: {
      matching: matching.slice(0, samples.matching).map(({ name, dn }) => ({ name, dn })),
      others: tell(people, unmetCondition(inclusion)),
    },
  }
}

/** What a record held, or that somebody meets the rule, or that nothing of them is kept. */
type Seen = Pick<DirectoryObject, 'attributes'> | 'matches' | 'left out'

/** Keeps of each unit the first few who may be told: which units are chosen is known only once everything is read. */
function keepFew(): (object: DirectoryObject) => Seen {
  const kept = new Map<DirectoryObject['parent'], number>()
  return ({ parent, attributes }) => {
    const before = kept.get(parent) ?? 0
    if (before === samples.others) return 'left out'
    kept.set(parent, before + 1)
    return { attributes }
  }
}

function tell(
  people: readonly Surveyed<Seen>[],
  unmet: ReturnType<typeof unmetCondition>,
): InclusionCount['samples']['others'] {
  const kept = people.flatMap(({ name, dn, seen }) => (typeof seen === 'string' ? [] : [{ name, dn, seen }]))
  return kept.slice(0, samples.others).map(({ seen, ...person }) => ({ ...person, unmet: unmet(seen) }))
}
