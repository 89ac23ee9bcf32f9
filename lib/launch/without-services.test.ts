import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { withoutServices } from './without-services.mjs'

const place = () => join(mkdtempSync(join(tmpdir(), 'enrollment-policy-')), 'policy-rc.d')
const permissive = '#!/bin/sh\nexit 0\n'

it('while it works, services are refused; afterwards nothing is left', () => {
  const policy = place()
  const during = withoutServices(() => readFileSync(policy, 'utf8'), policy)
  expect(during).toMatch(/exit 101\n$/)
  expect(existsSync(policy)).toBe(false)
})

it('a policy that was there is replaced meanwhile, and back afterwards, whatever happens', () => {
  const policy = place()
  writeFileSync(policy, permissive, { mode: 0o700 })
  expect(() =>
    withoutServices(() => {
      expect(readFileSync(policy, 'utf8')).toMatch(/exit 101\n$/)
      throw new Error('apt-get was not found')
    }, policy),
  ).toThrow('apt-get was not found')
  expect(readFileSync(policy, 'utf8')).toBe(permissive)
  expect(statSync(policy).mode & 0o777).toBe(0o700)
  expect(readdirSync(join(policy, '..'))).toEqual(['policy-rc.d'])
})

it.each([[permissive], [null]])('what a killed run left is put right by the next one (%s)', before => {
  const policy = place()
  const killed = place()
  withoutServices(() => writeFileSync(policy, readFileSync(killed)), killed)
  if (before) writeFileSync(`${policy}.put-aside`, before)
  withoutServices(() => {}, policy)
  expect(existsSync(policy) ? readFileSync(policy, 'utf8') : null).toBe(before)
})
