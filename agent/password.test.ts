import { chmodSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeKey } from '@/lib/agent-protocol/keys'
import { makePrivateFolder } from './files'
import { readPassword, writePassword } from './password'
import { readAgentKey, writeAgentKey } from './settings'

let place: string
let folder: string
beforeEach(() => {
  place = mkdtempSync(path.join(tmpdir(), 'agent-password-'))
  folder = path.join(place, 'agent')
  makePrivateFolder(folder)
})
afterEach(() => rmSync(place, { recursive: true, force: true }))

test('the password stands nowhere in clear, opens on this machine, and with another machine’s key not at all', () => {
  writePassword(folder, 'correct horse battery')
  for (const name of readdirSync(folder))
    expect(readFileSync(path.join(folder, name), 'latin1')).not.toContain('correct horse')
  expect(readPassword(folder, undefined)?.reveal()).toBe('correct horse battery')
  // The sealed file alone, as in a backup of it: the machine key is another one there.
  const elsewhere = path.join(place, 'elsewhere')
  makePrivateFolder(elsewhere)
  cpSync(path.join(folder, 'password'), path.join(elsewhere, 'password'))
  expect(() => readPassword(elsewhere, undefined)).toThrow('Run the configure command')
})

test('what other accounts of the machine may read is not used', () => {
  writeAgentKey(folder, makeKey())
  expect(readAgentKey(folder)).not.toBeNull()
  chmodSync(path.join(folder, 'key.pem'), 0o640)
  expect(() => readAgentKey(folder)).toThrow(/Other accounts .* chmod 600/)
})

test('a credential of the service manager counts instead of the file', () => {
  writePassword(folder, 'typed long ago')
  const credentials = path.join(place, 'credentials')
  makePrivateFolder(credentials)
  writeFileSync(path.join(credentials, 'directory-password'), 'from systemd\n')
  expect(readPassword(folder, credentials)?.reveal()).toBe('from systemd')
})
