import { expect, test } from 'vitest'
import { typedName } from './typed-name'

/** What is looked for after each letter, typed so many milliseconds after the one before. */
const lookedFor = (...letters: [letter: string, after: number][]) => {
  const typed = typedName()
  let time = 0
  return letters.map(([letter, after]) => {
    time += after
    return typed.add(letter, time)
  })
}

test('letters typed one after the other are the beginning of one name', () => {
  expect(lookedFor(['s', 0], ['a', 200], ['l', 700])).toEqual(['s', 'sa', 'sal'])
})

test('after a pause another name begins', () => {
  expect(lookedFor(['s', 0], ['a', 701])).toEqual(['s', 'a'])
})

test('the same letter again goes on to the next unit that begins with it', () => {
  expect(lookedFor(['s', 0], ['s', 100], ['s', 100], ['a', 100])).toEqual(['s', 's', 's', 'sa'])
})
