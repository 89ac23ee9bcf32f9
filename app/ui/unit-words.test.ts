import { expect, test } from 'vitest'
import { plainArguments, unitPath } from './unit-words'

test('a unit is shown by the names on the way to it, without the domain', () => {
  expect(unitPath('OU=Mobile,OU=Research \\, Development,DC=northwind,DC=example')).toBe(
    'Research , Development › Mobile',
  )
})

test('the domain itself is shown by its dotted name', () => {
  expect(unitPath('DC=northwind,DC=example')).toBe('northwind.example')
})

test('in a sentence a unit is called by its name, and nothing else is touched', () => {
  expect(plainArguments({ unit: 'OU=Mobile,DC=x', address: 'OU=odd@x', people: 3 })).toEqual({
    unit: 'Mobile',
    address: 'OU=odd@x',
    people: 3,
  })
})
