import type { MappingCheck } from '@/lib/connectors/job-request'
import { usualAttributes } from '@/lib/directory/person-attributes'
import type { InclusionSettings } from '@/lib/settings/inclusion'
import type { MappingSettings } from '@/lib/settings/mapping'
import type { Problem } from '@/lib/sync/change'
import { mappingFaults } from '@/lib/sync/check-mapping'
import { compileMapping } from '@/lib/sync/compile-mapping'
import { type FieldOfAttributes, fieldsOfAttributes } from '@/lib/sync/fields-of-attributes'
import { compileInclusion, includingAttributes } from '@/lib/sync/inclusion/compile-inclusion'
import { mapPerson } from '@/lib/sync/map-person'
import { nearestName } from '@/lib/sync/nearest-name'
import { readValues } from '@/lib/sync/read-values'
import { fieldOf } from '@/lib/sync/try-mapping'
import { type Survey, type Surveyed, surveyPeople } from './survey'

const sampleSize = 5

type Checking = {
  mapping: MappingSettings
  inclusion: InclusionSettings
  verifiedDomains: ReadonlySet<string>
  now: Date
}
/** `missing`: which of the fields that attributes fill the directory has nothing for. */
type Seen = { problems: Problem[]; emailKey: string | null; missing: FieldOfAttributes[] } | null

/** Maps everybody in the chosen units as a run would, and counts what keeps values from being used. @throws ReadFailure */
export async function checkMapping(checking: Checking, survey: Survey): Promise<MappingCheck> {
  const mapping = compileMapping(checking.mapping)
  const includes = compileInclusion(checking.inclusion)
  const fields = fieldsOfAttributes(checking.mapping)
  const unknown = await unknownAttributes(checking.mapping, mapping.attributes, survey)
  const attributes = [...mapping.attributes, 'accountExpires', ...includingAttributes(checking.inclusion)]
  const { people, partial } = await surveyPeople<Seen>(survey, attributes, object => {
    if (includes(object) !== true) return null
    const { problems, emailKey } = mapPerson(object, { ...checking, mapping })
    const reading = readValues(object)
    return { problems, emailKey, missing: fields.filter(({ has }) => !has(reading)) }
  })
  const counted = withDuplicates(people)
  return {
    people: counted.length,
    fine: counted.filter(({ problems }) => problems.length === 0).length,
    partial,
    unknown,
    problems: causesOf(counted),
    fields: withMissing(fields, people),
  }
}

/** Attributes of the mapping that the directory's schema does not have. */
async function unknownAttributes(
  settings: MappingSettings,
  names: readonly string[],
  { source, signal }: Survey,
): Promise<MappingCheck['unknown']> {
  const definitions = await source.describeAttributes(names, signal)
  const known = names.filter((_, index) => definitions[index])
  return mappingFaults(settings, known).map(({ code, args, path }) => {
    const suggestion =
      code === 'mapping-attribute-unknown' ? nearestName(String(args.attribute), usualAttributes) : null
    return { code, args: suggestion === null ? args : { ...args, suggestion }, ...(path ? { path } : {}) }
  })
}

function withMissing(fields: readonly FieldOfAttributes[], people: readonly Surveyed<Seen>[]): MappingCheck['fields'] {
  const counts = new Map(fields.map(field => [field, 0]))
  for (const { seen } of people)
    for (const field of seen?.missing ?? []) counts.set(field, (counts.get(field) ?? 0) + 1)
  return [...counts].map(([{ name, staysEmpty }, missing]) => ({ name, missing, staysEmpty }))
}

type Counted = { name: string; problems: Problem[] }

/** Whoever shares an address with somebody else gets none. */
function withDuplicates(people: readonly Surveyed<Seen>[]): Counted[] {
  const included = people.flatMap(({ name, seen }) => (seen === null ? [] : [{ name, ...seen }]))
  const holders = new Map<string, number>()
  for (const { emailKey } of included) if (emailKey !== null) holders.set(emailKey, (holders.get(emailKey) ?? 0) + 1)
  return included.map(({ name, problems, emailKey }) => {
    if (emailKey === null || holders.get(emailKey) === 1) return { name, problems }
    return { name, problems: [...problems, { code: 'mail-duplicate', args: { address: emailKey } }] }
  })
}

/** People by what is wrong with them, the most frequent cause first; a person with two counts in both. */
function causesOf(people: readonly Counted[]): MappingCheck['problems'] {
  const causes = new Map<string, MappingCheck['problems'][number]>()
  for (const { name, problems } of people)
    for (const problem of problems) {
      const key = JSON.stringify([problem.code, fieldOf(problem), problem.args.domain])
      const cause = causes.get(key) ?? { code: problem.code, example: problem.args, people: 0, names: [] }
      causes.set(key, cause)
      cause.people += 1
      if (cause.names.length < sampleSize) cause.names.push(name)
    }
  return [...causes.values()].sort((a, b) => b.people - a.people)
}
