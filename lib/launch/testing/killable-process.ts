import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { bundleInto } from '../bundles.mjs'
import { root } from '../program.mjs'

/**
 * A program of a test's own, to be killed at a place of which it tells. It is made before the file's tests, and none of its
 * processes outlives them.
 * @returns what starts one, tells it what to do, and answers with what it says first
 */
export function killableProcess<Told extends object, Said>(name: string, source: string) {
  const folder = `dist/${name}`
  const alive = new Set<ChildProcess>()
  beforeAll(() => bundleInto(folder, { [name]: source }), 120_000)
  afterAll(() => {
    for (const process of alive) process.kill('SIGKILL')
    rmSync(join(root, folder), { recursive: true, force: true })
  })
  return async (told: Told): Promise<{ process: ChildProcess; said: Said }> => {
    const process = fork(join(root, folder, `${name}.mjs`), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    alive.add(process)
    process.once('exit', () => alive.delete(process))
    process.send(told)
    const [said] = (await once(process, 'message')) as [Said]
    return { process, said }
  }
}
