import { expect, test } from 'vitest'
import { places } from '../navigation'
import { goKeys, type Press, readKey } from './read-key'

const press = (key: string, more: Partial<Press> = {}) =>
  readKey({ key, held: false, taken: false, at: 5_000, ledAt: null, ...more })

test('single keys help, search, and go from row to row', () => {
  expect(['?', '/', 'j', 'k', 'x', 'g'].map(key => press(key)?.kind)).toEqual([
    'help',
    'search',
    'next',
    'previous',
    'select',
    'lead',
  ])
})

test('g and a second key soon after lead to a page that there is', () => {
  expect(press('r', { ledAt: 4_000 })).toEqual({ kind: 'go', href: '/directory-sync/runs' })
  expect(press('r'), 'without g before').toBeNull()
  expect(press('r', { ledAt: 3_000 }), 'too late').toBeNull()
  const known = places.map(({ href }) => href)
  expect(Object.values(goKeys).filter(href => !known.includes(href))).toEqual([])
})

test('a key is left alone where somebody types or chooses, with a held key, and when it means nothing', () => {
  for (const left of [press('j', { taken: true }), press('k', { held: true }), press('q'), press('constructor')])
    expect(left).toBeNull()
})
