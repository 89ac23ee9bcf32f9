import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { afterEach, expect, it, vi } from 'vitest'
import { Environment, env, forgetEnvironment, UnusableEnvironment } from './env'

const example = readFileSync(new URL('../.env.example', import.meta.url), 'utf8')

afterEach(() => {
  vi.unstubAllEnvs()
  forgetEnvironment()
})

// npm's own variables are in small letters; it sets them, and people do not.
const forPeople = Object.keys(Environment.shape).filter(name => name === name.toUpperCase())

it('the example names every variable there is, and no other', () => {
  const named = [...example.matchAll(/^(?:# )?([A-Za-z_]+)=/gm)].map(([, name]) => name)
  expect(named.toSorted()).toEqual(forPeople.toSorted())
})

it('the example changes nothing: what it sets are the defaults', () => {
  expect(Environment.parse(parseEnv(example))).toEqual(Environment.parse({}))
})

it.each([
  ['PORT', 'three thousand'],
  ['PORT', '65536'],
  ['DATABASE_URL', 'localhost'],
  ['ENROLLMENT_BASE_PATH', 'enrollment'],
  ['ENROLLMENT_BASE_PATH', '/two words'],
  ['ENROLLMENT_PUBLIC_URL', 'portal.example.com'],
  ['ENROLLMENT_SECRET', 'short'],
  ['ENROLLMENT_HOSTING', 'somewhere'],
])('%s=%s is refused by its name', (name, value) => {
  vi.stubEnv(name, value)
  forgetEnvironment()
  expect(env).toThrow(UnusableEnvironment)
  expect(env).toThrow(name)
})

it.each(['/', '/enrollment', '/enrollment/', '/a/b-c'])('the base path may be %s', path => {
  expect(Environment.parse({ ENROLLMENT_BASE_PATH: path }).ENROLLMENT_BASE_PATH).toBe(path)
})
