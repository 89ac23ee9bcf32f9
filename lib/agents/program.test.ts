import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { agentExecutable, agentProgram } from './program'

let folder: string
const file = (name: string) => path.join(folder, 'dist/agent', name)
const sumOf = (text: string) => createHash('sha256').update(text).digest('hex')
const executable = { file: 'enrollment-agent-linux-x64', platform: 'linux-x64', bytes: 11, sum: sumOf('node and it') }

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'agent-program-'))
  mkdirSync(path.join(folder, 'dist/agent'), { recursive: true })
  vi.spyOn(process, 'cwd').mockReturnValue(folder)
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true, force: true })
})

test('the program is offered with its sum, and where none was made nothing is', async () => {
  expect([await agentProgram(), await agentExecutable()]).toEqual([null, null])
  writeFileSync(file('enrollment-agent.mjs'), 'the program')
  const found = await agentProgram()
  expect(found).toMatchObject({ name: 'enrollment-agent.mjs', sum: sumOf('the program') })
  expect(await (await found?.contents())?.text()).toBe('the program')
  expect(await agentExecutable()).toBeNull()
})

test('an executable is offered as long as it holds the program as it is now', async () => {
  writeFileSync(file('enrollment-agent.mjs'), 'the program')
  writeFileSync(file(executable.file), 'node and it')
  writeFileSync(file('executable.json'), JSON.stringify({ ...executable, programSum: sumOf('the program') }))
  const found = await agentExecutable()
  expect(found).toMatchObject({ name: executable.file, platform: 'linux-x64', sum: executable.sum })
  expect(await (await found?.contents())?.text()).toBe('node and it')
  writeFileSync(file('enrollment-agent.mjs'), 'the next program')
  expect(await agentExecutable()).toBeNull()
})

test('a description that names a file elsewhere is not followed', async () => {
  writeFileSync(file('enrollment-agent.mjs'), 'the program')
  const strange = { ...executable, file: '../../secret', programSum: sumOf('the program') }
  writeFileSync(file('executable.json'), JSON.stringify(strange))
  await expect(agentExecutable()).rejects.toThrow()
})
