import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { systemdUnit, winswXml } from './service-files'

const places = {
  node: process.execPath,
  program: '/opt/enrollment agent/enrollment-agent.mjs',
  folder: '/var/lib/enrollment-agent',
  user: 'root',
}

test('the service that is written may do nothing that the agent does not do', () => {
  const unit = systemdUnit(places)
  for (const line of ['NoNewPrivileges=yes', 'ProtectSystem=strict', 'CapabilityBoundingSet='])
    expect(unit).toContain(`\n${line}\n`)
  expect(unit).toContain('RestartPreventExitStatus=3')
  expect(unit).toContain('\nEnvironment=MALLOC_ARENA_MAX=2\n')
  expect(unit).toContain('ExecStart="')
})

const systemd = (() => {
  try {
    return execFileSync('systemd-analyze', ['--version'], { encoding: 'utf8' })
  } catch {
    return null
  }
})()

test.skipIf(systemd === null)('systemd reads the unit without a word and rates its exposure as low', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'agent-unit-'))
  try {
    const file = path.join(folder, 'enrollment-agent.service')
    writeFileSync(file, systemdUnit(places))
    // It exists here, and so do Node and the program's folder; verify says what it does not understand, and fails.
    const verified = execFileSync('systemd-analyze', ['verify', '--man=no', file], { encoding: 'utf8', stdio: 'pipe' })
    expect(verified).toBe('')
    const rated = execFileSync('systemd-analyze', ['security', '--offline=yes', '--no-pager', file], {
      encoding: 'utf8',
    })
    const exposure = Number(/Overall exposure level for .*: ([\d.]+)/.exec(rated)?.[1] ?? 10)
    expect(exposure).toBeLessThan(3)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('paths cannot break out of the files that they are written into', () => {
  const odd = { ...places, folder: 'C:\\Program "Data" & <Agents>' }
  expect(winswXml(odd)).toContain('value="C:\\Program &#34;Data&#34; &#38; &#60;Agents&#62;"')
  expect(systemdUnit(odd)).toContain('ReadWritePaths="C:\\\\Program \\"Data\\" & <Agents>"')
})

test('the Windows service has a log that is turned over, is restarted after failures and runs with few rights', () => {
  const xml = winswXml({ ...places, program: null, node: 'C:\\agent\\enrollment-agent-win-x64.exe' })
  for (const line of [
    '<log mode="roll-by-size">',
    '<sizeThreshold>10240</sizeThreshold>',
    '<keepFiles>8</keepFiles>',
    '<onfailure action="restart" delay="5 sec"/>',
    '<username>NT AUTHORITY\\LocalService</username>',
    '<executable>C:\\agent\\enrollment-agent-win-x64.exe</executable>',
    '<arguments>run</arguments>',
  ])
    expect(xml).toContain(line)
  // Well-formed: every element that opens is closed, in its order.
  const open: string[] = []
  for (const [, closes, name, , empty] of xml.matchAll(/<(\/?)(\w+)([^>]*?)(\/?)>/g))
    if (closes) expect(open.pop()).toBe(name)
    else if (!empty) open.push(name ?? '')
  expect(open).toEqual([])
})
