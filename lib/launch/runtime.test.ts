import { expect, it } from 'vitest'
import { insufficient, isNewEnough } from './runtime.mjs'

it.each([
  ['22.12.0', true],
  ['26.10.0', true],
  ['22.11.9', false],
  ['20.20.2', false],
])('Node %s: %s', (version, enough) => expect(isNewEnough(version)).toBe(enough))

it('whoever has no Node that will do is told why, and what to install', () => {
  const loader = 'node: error while loading shared libraries: libatomic.so.1: cannot open shared object file'
  expect(insufficient('20.20.2', loader)).toMatch(
    /This is Node 20\.20\.2.*libatomic\.so\.1.*apt-get install libatomic1/s,
  )
  expect(insufficient('20.20.2', 'it is not in node_modules')).toContain(
    'Run "npm ci" without omitting optional packages',
  )
})
