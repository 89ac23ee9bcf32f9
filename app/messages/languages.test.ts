import compile from 'icu-minify/compile'
import { expect, test } from 'vitest'
import { de as sentencesInGerman } from '@/lib/words/de/sentences'
import { inLanguage } from '@/lib/words/language'
import { sentence, sentences } from '@/lib/words/words'
import german from './de.json'
import english from './en.json'
import { keysOf, type Messages } from './testing/keys'

/** What a parsed message is made of: text, or a list of texts and arguments; an argument begins with its name. */
type Parsed = string | number | readonly (string | number | readonly [string, ...unknown[]])[]

/** The values that a message asks for, also in the branches of a `select` or `plural`. */
function asked(message: Parsed): Set<string> {
  const parts = typeof message === 'object' ? message : []
  const named = parts.flatMap(part => {
    if (typeof part !== 'object') return []
    const [name, , branches] = part
    const inside = typeof branches === 'object' && branches !== null ? Object.values(branches) : []
    return [name, ...inside.flatMap(branch => [...asked(branch as Parsed)])]
  })
  return new Set(named)
}

const valuesOf = (message: string) => asked(compile(message) as Parsed)

const at = (all: Messages, key: string): string =>
  key.split('.').reduce<Messages | string>((place, part) => (place as Messages)[part] ?? '', all) as string

/** Everything that German says, beside what English says there. */
const pairs: [string, string, string][] = [
  ...keysOf(german).map((key): [string, string, string] => [key, at(german, key), at(english, key)]),
  ...Object.entries(sentencesInGerman).flatMap(([room, all]) =>
    Object.entries(all).map(([code, text]): [string, string, string] => {
      const english: Record<string, string> = sentences[room as keyof typeof sentencesInGerman]
      return [`${room}: ${code}`, text, english[code] ?? '']
    }),
  ),
]

test('German says nothing that English has no key for', () => {
  expect(pairs.filter(([, , inEnglish]) => inEnglish === '').map(([key]) => key)).toEqual([])
})

test('a message in German asks for no value that the one in English is not given', () => {
  const more = pairs.flatMap(([key, inGerman, inEnglish]) =>
    [...valuesOf(inGerman)].filter(name => !valuesOf(inEnglish).has(name)).map(name => `${key}: ${name}`),
  )
  expect(more).toEqual([])
})

test('nothing on the screens is left in English: German has every message', () => {
  const has = new Set(keysOf(german))
  expect(keysOf(english).filter(key => !has.has(key))).toEqual([])
})

test('a reason is said in the language of whoever reads it', () => {
  const said = () => sentence('absent-twice', { since: new Date('2026-11-26T00:00:00Z').getTime() }, 'sync')
  expect(said()).toContain('Nov 26, 2026')
  expect(inLanguage('de', said)).toContain('26. Nov. 2026')
})

test('nothing but the command line and agents is left in English: German has every sentence of every other room', () => {
  const { cli: _, agent: __, ...rooms } = sentences
  const left = Object.entries(rooms).flatMap(([room, codes]) => {
    const german: Record<string, string> = sentencesInGerman[room as keyof typeof rooms] ?? {}
    return Object.keys(codes).filter(code => !Object.hasOwn(german, code))
  })
  expect(left).toEqual([])
})

test('what there is no German for is said in English, not left out', () => {
  expect(inLanguage('de', () => sentence('database-missing', {}, 'cli'))).toBe(sentence('database-missing', {}, 'cli'))
})
