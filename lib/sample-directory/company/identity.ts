import type { Random } from '../random'
import { asciiName, namePools } from './names'

export type PersonName = { given: string; family: string; display: string; latin: { given: string; family: string } }

const split = (names: string) =>
  names.split(' ').map(name => {
    const [shown = '', latin = shown] = name.split('/')
    return { shown, latin: asciiName(latin), foreign: asciiName(shown) === '' }
  })
const pools = namePools.map(pool => ({ ...pool, given: split(pool.given), family: split(pool.family) }))
/** Each pool as often as it weighs, so that picking evenly picks by weight. */
const weighted = pools.flatMap(pool => Array.from({ length: pool.weight }, () => pool))

/** Invents a name. Of names in another script, half are stored in that script and half in Latin letters. */
export function inventName(random: Random): PersonName {
  const pool = random.pick(weighted)
  const given = random.pick(pool.given)
  const family = random.pick(pool.family)
  const double = pool.language === 'es' && random.chance(0.5) ? ` ${random.pick(pool.family).shown}` : ''
  const latin = { given: given.latin, family: family.latin }
  const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
  const foreign = given.foreign || family.foreign
  if (foreign && random.chance(0.5)) {
    const names = { given: capital(latin.given), family: capital(latin.family) }
    return { ...names, display: `${names.given} ${names.family}`, latin }
  }
  const names = { given: given.shown, family: family.shown + double }
  const display = pool.familyFirst ? `${names.family} ${names.given}` : `${names.given} ${names.family}`
  return { ...names, display, latin }
}

/** Hands out names that nobody has yet, by appending a number. Keys compare without case, as the directory does. */
export class Names {
  private readonly taken = new Map<string, number>()

  /** @param limit the longest result; the number always fits */
  unique(wanted: string, limit = 64, separator = ''): string {
    const stem = wanted.slice(0, limit)
    const key = stem.toLowerCase()
    let count = (this.taken.get(key) ?? 0) + 1
    let name = stem
    while (count > 1) {
      const suffix = `${separator}${count}`
      name = stem.slice(0, limit - suffix.length) + suffix
      if (!this.taken.has(name.toLowerCase())) break
      count++
    }
    this.taken.set(key, count)
    if (name !== stem) this.taken.set(name.toLowerCase(), 1)
    return name
  }
}
