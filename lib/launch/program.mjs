import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's folder, wherever the command was typed. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '')

/** The pinned Node of node_modules; the one that runs this where the platform package was left out. */
export function nodeProgram() {
  const pinned = path.join(root, 'node_modules/.bin/node')
  return process.platform !== 'win32' && existsSync(pinned) ? pinned : process.execPath
}

/** Takes what `.env` beside package.json sets, as Next does; the environment wins, also where it is empty. */
export function readEnvironmentFile() {
  const file = path.join(root, '.env')
  if (existsSync(file)) process.loadEnvFile(file)
}

/** The environment for children: the project's programs first on PATH, no telemetry. */
export function childEnvironment(extra = {}) {
  const search = [path.join(root, 'node_modules/.bin'), process.env.PATH ?? ''].join(path.delimiter)
  return { ...process.env, PATH: search, NEXT_TELEMETRY_DISABLED: '1', ...extra }
}

/**
 * Runs a JavaScript program of a package of node_modules, e.g. `next/dist/bin/next`, with the pinned Node.
 * @returns {Promise<number>} its exit code; 1 when a signal ended it
 */
export function runPackage(program, args, extra = {}) {
  return run(nodeProgram(), [path.join(root, 'node_modules', program), ...args], extra)
}

/** Runs a program with this terminal's output. @returns {Promise<number>} its exit code */
export function run(program, args, extra = {}) {
  return new Promise(resolve => {
    const child = spawn(program, args, { cwd: root, stdio: 'inherit', env: childEnvironment(extra) })
    const pass = signal => child.kill(signal)
    process.on('SIGINT', pass).on('SIGTERM', pass)
    child.once('error', error => {
      console.error(error.message)
      resolve(1)
    })
    child.once('exit', code => {
      process.off('SIGINT', pass).off('SIGTERM', pass)
      resolve(code ?? 1)
    })
  })
}

/** Whether a program can be found on PATH and starts. */
export const starts = (program, args = ['--version']) => spawnSync(program, args, { stdio: 'ignore' }).status === 0
