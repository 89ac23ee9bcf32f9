/** A JSON Schema, as far as configuration files use them: no references, no conditions. */
type Schema = { [keyword: string]: unknown }

/** Keywords that say nothing about what is valid. */
const silent = ['$schema', '$id', 'title', 'description', 'default', 'examples']
const lowest = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties']
const highest = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties']
const alternatives = ['anyOf', 'oneOf']

/**
 * The places where something that fits the kept schema may not fit the present one. It errs on the side of finding one: what
 * it cannot compare has to be as it was.
 */
export function narrowings(kept: unknown, now: unknown, place = 'file'): string[] {
  if (!isSchema(kept) || !isSchema(now)) return same(kept, now) || now === true ? [] : [place]
  const keywords = Object.keys(now).filter(keyword => !silent.includes(keyword))
  return [
    ...keywords.flatMap(keyword => narrowed(keyword, kept, now, place)),
    ...Object.entries(isSchema(kept.properties) ? kept.properties : {}).flatMap(([name, was]) => {
      const is = isSchema(now.properties) ? now.properties[name] : undefined
      return narrowings(was, is ?? now.additionalProperties ?? true, `${place}.${name}`)
    }),
  ]
}

function narrowed(keyword: string, kept: Schema, now: Schema, place: string): string[] {
  const [was, is] = [kept[keyword], now[keyword]]
  const found = [`${place}: ${keyword}`]
  if (keyword === 'properties') return kept.properties || kept.additionalProperties === false ? [] : found
  if (keyword === 'required') return isWithin(is, was) ? [] : found
  if (keyword === 'enum') return isWithin(was ?? constOf(kept), is) ? [] : found
  if (keyword === 'type') return isWithin(was, is) || (was === 'integer' && isWithin('number', is)) ? [] : found
  if (keyword === 'items' || keyword === 'additionalProperties')
    return was === false ? [] : narrowings(was ?? true, is, `${place}.${keyword}`)
  if (lowest.includes(keyword)) return Number(is) <= Number(was) ? [] : found
  if (highest.includes(keyword)) return Number(is) >= Number(was) ? [] : found
  if (alternatives.includes(keyword)) return branchesNarrowed(was, is, place)
  return same(was, is) ? [] : found
}

/** Each way to be valid has to be a part of one that there still is. */
function branchesNarrowed(was: unknown, is: unknown, place: string): string[] {
  if (!Array.isArray(was) || !Array.isArray(is)) return [`${place}: alternatives`]
  return was.flatMap((branch, at) => {
    const tries = is.map(other => narrowings(branch, other, `${place}[${at}]`))
    return tries.toSorted((one, other) => one.length - other.length)[0] ?? [`${place}[${at}]`]
  })
}

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

const constOf = ({ const: value }: Schema) => (value === undefined ? undefined : [value])

/** Everything that the first allows is among what the second allows; nothing said allows everything. */
function isWithin(one: unknown, other: unknown): boolean {
  if (one === undefined) return false
  const all = [other].flat()
  return [one].flat().every(value => all.some(allowed => same(value, allowed)))
}
