import { expect, test } from 'vitest'
import faults from '@/lib/words/en/settings.json'
import messages from './en.json'
import { wordsUnder } from './languages'
import { at, filled } from './message'
import { extended } from './said-in-browser'
import { say, sayIfKnown } from './say'
import { wordsBeforeAsking, wordsLacking } from './testing/client-words'
import { keysOf } from './testing/keys'
import { saidAtOnce, saidByModules } from './testing/module-words'

test('every client component is given what it says, by its page or by a layout above it', () => {
  expect(wordsLacking(keysOf({ ...messages, fault: faults }))).toEqual([])
})

test('nothing is said when a module is read: nobody has asked yet, in no language', () => {
  expect(saidByModules()).toEqual([])
  expect(saidAtOnce("const names = ['a'].map(name => say(name))\nconst later = () => say('b')\n")).toEqual(['names'])
})

test('every page asks for the language before it says anything', () => {
  expect(wordsBeforeAsking()).toEqual([])
})

test('the browser is given what stands at a key or below it, and nothing else', () => {
  const words = wordsUnder('en', ['dialog', 'signIn.email'])
  expect(Object.keys(words)).toEqual(['dialog', 'signIn'])
  expect(filled(words, 'en', 'dialog.close')).toBe(messages.dialog.close)
  expect(at(words, 'signIn.password')).toBeUndefined()
})

test('what a layout taught is still known below it, until the document speaks another language', () => {
  const shell = { language: 'en', words: wordsUnder('en', ['dialog']) }
  const page = { language: 'en', words: wordsUnder('en', ['signIn.email']) }
  expect(Object.keys(extended(shell, page).words)).toEqual(['dialog', 'signIn'])
  expect(Object.keys(extended({ ...shell, language: 'de' }, page).words)).toEqual(['signIn'])
})

test('numbers and plurals are said as the language writes them', () => {
  expect(say('managed.count', { people: 1 })).toBe('1 person')
  expect(say('managed.count', { people: 1200 })).toBe('1,200 people')
  expect(say('milliseconds', { value: 1200 })).toBe('1,200 ms')
})

test('a code that no message is written for is told apart from one that has its words', () => {
  expect(sayIfKnown('fault.host-missing')).toBe(faults['host-missing'])
  expect(sayIfKnown('fault.never-heard-of')).toBeNull()
  // What stands above messages is no message.
  expect(sayIfKnown('fault')).toBeNull()
})
