import { expect, test } from 'vitest'
import { queryOf } from './list-address'
import { cursorText, readCursor } from './list-cursor'

const place = { key: 'Vertrieb & Östergård', name: 'Zoë "Z" ?', id: '5b1c2d3e-0000-4000-8000-000000000001' }

test('where somebody stands in a list survives the way through an address', () => {
  const cursor = { place, position: 1_050 }
  const address = new URL(`http://portal.example/people${queryOf({ after: cursorText(cursor), q: '' })}`)
  expect([...address.searchParams.keys()]).toEqual(['after'])
  expect(readCursor(address.searchParams.get('after') ?? undefined)).toEqual(cursor)
})

test.each([
  ['nothing', ''],
  ['words', 'page-two'],
  ['a list of something else', Buffer.from('[1,2]').toString('base64url')],
  ['an id that is none', cursorText({ place: { ...place, id: "' or true --" }, position: 1 })],
  ['a position below zero', cursorText({ place, position: -1 })],
])('%s is no place in a list, and no error', (_name, text) => {
  expect(readCursor(text)).toBeNull()
})
