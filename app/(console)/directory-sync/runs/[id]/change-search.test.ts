import { expect, test } from 'vitest'
import { addressQuery, type ChangeSearch, everything, filterQuery, searchIn } from './change-search'

const of = (search: ChangeSearch) => searchIn(new URLSearchParams(addressQuery(search)))

test('whatever is looked for stands in the address, and is read from it again', () => {
  const search: ChangeSearch = {
    ...{
      text: 'Müller & Söhne',
      kind: 'deactivate',
      reason: 'unit-not-included',
      unit: 'OU=A\\,B,DC=x',
      problem: null,
    },
    ...{ field: 'custom.badge', about: null, list: null, of: 'OU=C+D,DC=x', losing: 'yes', counter: 'added,linked' },
    ...{ sort: '-kind', page: 7 },
  }
  expect(of(search)).toEqual(search)
  expect(of(everything)).toEqual(everything)
  expect(addressQuery(everything)).toBe('')
})

test('the order and the page narrow nothing, so that a file has every row whatever page is shown', () => {
  expect(filterQuery({ ...everything, sort: '-name', page: 3 })).toBe('')
  expect(filterQuery({ ...everything, text: '  ' })).toBe('')
})

test('an address with nonsense shows the beginning', () => {
  expect(searchIn(new URLSearchParams('page=-2&sort=size&kind='))).toEqual(everything)
  expect(searchIn(new URLSearchParams('page=x'))).toEqual(everything)
})
