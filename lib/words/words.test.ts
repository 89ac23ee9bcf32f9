import { expect, test } from 'vitest'
import { readFaultArguments, readFaultCodes } from '@/lib/directory/read-fault'
import { fullReadCodes } from '@/lib/directory/watermark'
import { messengerFaultCodes } from '@/lib/messenger/fault'
import { settingFaults } from '@/lib/settings/connection'
import { scheduleFaults } from '@/lib/settings/schedule'
import { holdCodes, noticeCodes, problemCodes, reasonCodes } from '@/lib/sync/change'
import { runFaultCodes } from '@/lib/sync/run-state'
import { hasSentence, type Room, sentence, sentences } from './words'

const spoken: [Room, readonly string[]][] = [
  ['directory', readFaultCodes],
  ['directory', fullReadCodes],
  ['runs', runFaultCodes],
  ['settings', settingFaults],
  ['settings', scheduleFaults],
  ['messenger', messengerFaultCodes],
  ['sync', reasonCodes],
  ['sync', problemCodes],
  ['sync', holdCodes],
  ['sync', noticeCodes],
]

test.each(spoken)('every code of %s has a sentence in its own room', (room, codes) => {
  expect(codes.filter(code => !hasSentence(code, room) || !Object.hasOwn(sentences[room], code))).toEqual([])
})

/** The arguments that a sentence names, each once. */
const argumentsOf = (message: string) =>
  new Set([...message.matchAll(/\{\s*(\w+)\s*[,}]/g)].map(match => match[1] ?? ''))

test('whoever fails to read gives exactly what the sentence names', () => {
  const named = Object.entries(readFaultArguments).map(([code, names]) => [code, new Set<string>(names)])
  const spoken = readFaultCodes.map(code => [code, argumentsOf(sentences.directory[code])])
  expect(spoken).toEqual(named)
})

test('every sentence can be spoken when its arguments are there', () => {
  const silent = Object.entries(sentences).flatMap(([room, messages]) =>
    Object.entries(messages).filter(([code, message]) => {
      const args = Object.fromEntries([...argumentsOf(message)].map(name => [name, 2]))
      const said = sentence(code, args, room as Room)
      return said.includes('on our side') && !message.includes('on our side')
    }),
  )
  expect(silent).toEqual([])
})

test('a sentence says what happened: it is longer than a word, and ends like one', () => {
  const short = Object.values(sentences).flatMap(messages =>
    Object.entries(messages).filter(([, message]) => !/[.?!}]$/.test(message.trim()) || !message.trim().includes(' ')),
  )
  expect(short).toEqual([])
})

test('one code in two rooms is said by the room that is asked', () => {
  expect(sentence('certificate-expired', {}, 'settings')).toContain('authority')
  expect(sentence('name-missing', {}, 'settings')).not.toBe(sentence('name-missing', {}, 'sync'))
})

test('an unknown code becomes a general sentence that quotes it', () => {
  expect(sentence('never-heard-of')).toContain('"never-heard-of"')
})

test('a missing argument never shows a template', () => {
  expect(sentence('name-not-found', {}, 'directory')).not.toContain('{')
})

test('a paused connector says by whom and why, where that is known', () => {
  const paused = (args: Record<string, string>) => sentence('connector-paused', args, 'runs')
  const known = paused({ known: 'yes', name: 'Olivia', reason: 'Office move' })
  expect(known).toBe('This connector is paused by Olivia: “Office move”. Nothing was started. Resume it first.')
  expect(paused({ known: 'no', name: '', reason: '' })).toContain('is paused. Nothing')
})
