import { expect, test } from 'vitest'
import { chosenVersions } from './chosen-versions'

const versions = [{ version: 12 }, { version: 3 }, { version: 1 }]

test('any two versions are compared, in either direction', () => {
  expect(chosenVersions(versions, { from: '1', to: '12' })).toEqual({ from: { version: 1 }, to: { version: 12 } })
  expect(chosenVersions(versions, { from: '12', to: '3' })).toEqual({ from: { version: 12 }, to: { version: 3 } })
})

test('one that does not exist, or the same twice, is not compared', () => {
  for (const asked of [
    {},
    { from: '1' },
    { from: '1', to: '2' },
    { from: '3', to: '3' },
    { from: '1 or 1=1', to: '3' },
  ])
    expect(chosenVersions(versions, asked), JSON.stringify(asked)).toBeNull()
})
