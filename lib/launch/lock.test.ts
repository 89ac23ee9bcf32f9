import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { buildSync } from 'esbuild'
import { expect, it } from 'vitest'
import { releaseLock, takeLock } from './lock'

const folder = () => mkdtempSync(join(tmpdir(), 'enrollment-lock-'))

it('the folder is taken once, and given back', () => {
  const place = folder()
  expect(takeLock(place)).toEqual({ holder: null, stale: false })
  expect(takeLock(place).holder?.pid).toBe(process.pid)
  releaseLock(place)
  expect(readdirSync(place)).toEqual([])
})

it('what a killed process left is taken over', async () => {
  const child = spawn(process.execPath, ['-e', ''])
  await new Promise(resolve => child.once('exit', resolve))
  const place = folder()
  writeFileSync(join(place, 'lock'), `${child.pid} `)
  expect(takeLock(place)).toEqual({ holder: null, stale: true })
  releaseLock(place)
})

it('of many that start at the same moment after a kill, exactly one has the folder', async () => {
  const place = folder()
  const { outputFiles } = buildSync({
    entryPoints: [join(import.meta.dirname, 'lock.ts')],
    ...{ bundle: true, write: false, platform: 'node', format: 'cjs' },
  })
  const program = join(place, 'take.cjs')
  // Whoever has tried stays alive until all have.
  writeFileSync(
    program,
    `${outputFiles[0]?.text}
    process.stdin.once('data', () => console.log(module.exports.takeLock(${JSON.stringify(place)}).holder === null))
    console.log('ready')`,
  )
  for (let round = 0; round < 3; round++) {
    writeFileSync(join(place, 'lock'), '4194305 ')
    const contenders = await Promise.all(Array.from({ length: 6 }, () => contender(program)))
    for (const { child } of contenders) child.stdin.write('go')
    const answers = await Promise.all(contenders.map(({ said }) => said()))
    for (const { child } of contenders) child.kill()
    expect(answers.filter(answer => answer === 'true')).toHaveLength(1)
  }
})

/** A process that has read its program and waits for a word. */
async function contender(program: string) {
  const child = spawn(process.execPath, [program])
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const said = async () => (await lines.next()).value
  await said()
  return { child, said }
}

it('an unreadable lock is taken over', () => {
  const place = folder()
  writeFileSync(join(place, 'lock'), 'nonsense')
  expect(takeLock(place)).toEqual({ holder: null, stale: true })
})
