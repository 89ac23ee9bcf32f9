import { mkdirSync, mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { keptSecret, openDataFolder, readPort } from './data-folder'
import { Refusal } from './sentences'

const parent = () => mkdtempSync(join(tmpdir(), 'enrollment-data-'))

it('a secret is made once and readable by its owner alone', () => {
  const folder = openDataFolder(join(parent(), 'data'))
  const secret = keptSecret(folder, 'secret')
  expect(secret.length).toBeGreaterThanOrEqual(32)
  expect(keptSecret(folder, 'secret')).toBe(secret)
  expect(statSync(join(folder.path, 'secret')).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder.path)).toEqual(['secret'])
})

it('a folder that cannot be is refused with its name and a way out', () => {
  const file = join(parent(), 'file')
  writeFileSync(file, '')
  expect(() => openDataFolder(join(file, 'data'))).toThrow(Refusal)
  expect(() => openDataFolder(join(file, 'data'))).toThrow(/ENOTDIR.*ENROLLMENT_DATA_DIR/)
})

it('a file that cannot be read is refused by its name', () => {
  const folder = openDataFolder(join(parent(), 'data'))
  mkdirSync(join(folder.path, 'secret'))
  expect(() => folder.read('secret')).toThrow(Refusal)
  expect(() => folder.read('secret')).toThrow(/secret cannot be read \(EISDIR\)/)
})

it('a kept port is a port or nothing', () => {
  const folder = openDataFolder(join(parent(), 'data'))
  expect(readPort(folder, 'port')).toBeNull()
  for (const wrong of ['', 'x', '0', '65536', '1.5']) {
    folder.write('port', wrong)
    expect(readPort(folder, 'port')).toBeNull()
  }
  folder.write('port', '5433')
  expect(readPort(folder, 'port')).toBe(5433)
})
