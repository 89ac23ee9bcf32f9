import { createTranslator, type IntlError, IntlErrorCode } from 'use-intl/core'
import { expect, test } from 'vitest'
import { sentences } from '@/lib/words/words'
import messages from './en.json'
import { keysOf, type Messages } from './testing/keys'

/** What cannot be read as a message at all; that an argument is missing here is no fault of the message. */
function unreadable(all: Messages): string[] {
  const errors: IntlError[] = []
  const say = createTranslator<Record<string, string>>({
    locale: 'en',
    timeZone: 'UTC',
    // The types of keys are made for messages that are known when they are compiled.
    messages: all as Record<string, string>,
    onError: error => errors.push(error),
    getMessageFallback: ({ key }) => key,
  })
  for (const key of keysOf(all)) say(key)
  return errors.filter(({ code }) => code === IntlErrorCode.INVALID_MESSAGE).map(({ message }) => message.slice(0, 200))
}

test('every message on the screens can be read by whoever fills it in', () => {
  expect(keysOf(messages).length).toBeGreaterThan(500)
  expect(unreadable(messages)).toEqual([])
})

test('every sentence for a code can be read by whoever fills it in', () => {
  for (const [room, all] of Object.entries(sentences)) expect(unreadable(all), room).toEqual([])
})

test('a message that nobody can read is noticed', () => {
  expect(unreadable({ broken: '{error, select, not-there {Gone.} other {Here.}}' })).toHaveLength(1)
})
