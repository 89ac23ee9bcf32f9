import { expect, test } from 'vitest'
import { inLanguage, type Language, languages, preferredLanguage, spokenLanguage } from './language'

const offered = ['en', 'de', 'fr'] as unknown as readonly Language[]

test.each([
  ['de-CH, de;q=0.9, en;q=0.8', 'de'],
  ['it, en;q=0.3, fr;q=0.7', 'fr'],
  ['de;q=0, fr ; q=0.1', 'fr'],
  ['EN-us', 'en'],
])('of what a browser accepts (%s), the best that there are words in is chosen', (accepted, language) => {
  expect(preferredLanguage(accepted, offered)).toBe(language)
})

test('a browser that accepts nothing we have, or says nothing, has no say', () => {
  expect(preferredLanguage('it;q=0.9, *;q=0.1', offered)).toBeUndefined()
  expect(preferredLanguage('', offered)).toBeUndefined()
})

test('what is said in the course of some work is said in its language, also after waiting', async () => {
  const language: Language = 'de'
  const said = await inLanguage(language, async () => {
    await Promise.resolve()
    return spokenLanguage()
  })
  expect(said).toBe(language)
  expect(spokenLanguage()).toBe(languages[0])
})
