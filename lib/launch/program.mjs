import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's folder, wherever the command was typed. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '')

/** Takes what `.env` beside package.json sets, as Next does; the environment wins, also where it is empty. */
export function readEnvironmentFile() {
  const file = path.join(root, '.env')
  if (existsSync(file)) process.loadEnvFile(file)
}

/** The environment for children: this one, without Next's telemetry. */
export const childEnvironment = (extra = {}) => ({ ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...extra })

/**
 * Runs a JavaScript program of a package of node_modules, e.g. `next/dist/bin/next`, with the Node that runs this.
 * @returns {Promise<number>} its exit code; 1 when a signal ended it
 */
export function runPackage(program, args, extra = {}) {
  return run(process.execPath, [path.join(root, 'node_modules', program), ...args], extra)
}

const passedOn = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** Runs a program with this terminal's output. @returns {Promise<number>} its exit code */
export function run(program, args, extra = {}, cwd = root) {
  return new Promise(resolve => {
    const child = spawn(program, args, { cwd, stdio: 'inherit', env: childEnvironment(extra) })
    // Windows tells every program of a console by itself, and a signal sent there ends it at once.
    const pass = signal => process.platform !== 'win32' && child.kill(signal)
    for (const signal of passedOn) process.on(signal, pass)
    child.once('error', error => {
      console.error(error.message)
      resolve(1)
    })
    child.once('exit', code => {
      for (const signal of passedOn) process.off(signal, pass)
      resolve(code ?? 1)
    })
  })
}

/** Whether a program can be found on PATH and starts. */
export const starts = (program, args = ['--version']) => spawnSync(program, args, { stdio: 'ignore' }).status === 0
