import { expect, test } from 'vitest'
import { completions } from './completions'

const known = {
  attributes: ['title', 'telephoneNumber', 'mail'],
  functions: [
    { name: 'trim', usage: 'trim(text)' },
    { name: 'upper', usage: 'upper(text)' },
  ],
}
const offered = (text: string, caret = text.length) => completions(text, caret, known).options.map(({ value }) => value)

test('attributes are offered after entry and values, functions elsewhere', () => {
  expect(offered('upper(entry.T')).toEqual(['title', 'telephoneNumber'])
  expect(offered('values.')).toEqual(['title', 'telephoneNumber', 'mail'])
  expect(offered('up')).toEqual(['upper('])
  expect(offered('trim(e')).toEqual(['entry.'])
})

test('nothing is offered in texts, after other names, and where everything is written', () => {
  for (const text of ['', '"tr', "'tr", 'x.tr', 'entry.title', '12']) expect(offered(text), text).toEqual([])
})

test('what stands after the caret does not count', () => {
  expect(completions('up + entry.title', 2, known)).toMatchObject({ from: 0, options: [{ value: 'upper(' }] })
})
