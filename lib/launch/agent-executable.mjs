import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { ensureRuntime } from './runtime.mjs'

const asProgram = import.meta.url === pathToFileURL(process.argv[1] ?? '').href
if (asProgram) await ensureRuntime()
const { root } = await import('./program.mjs')

const program = 'enrollment-agent.mjs'
/** What a service file says to Node beside a program; in one file with Node, it has to be said inside. */
const memoryOptions = ['--max-semi-space-size=2', '--heap-growing-percent=15']
/** What stands beside an executable: what it is, and of which program it was made. */
const about = 'executable.json'
const sumOf = file => createHash('sha256').update(readFileSync(file)).digest('hex')

/**
 * Has Node prepare the program in a folder. Everything is named as seen from there, so that the folder's place does not show;
 * Node's own options are the ones in it and no others, so that no environment changes what runs.
 * @param {'build-sea' | 'experimental-sea-config'} option the whole executable, or only what it has beside Node
 */
async function prepare(folder, option, output) {
  const settings = {
    main: program,
    mainFormat: 'module',
    output,
    disableExperimentalSEAWarning: true,
    useSnapshot: false,
    useCodeCache: false,
    execArgv: memoryOptions,
    execArgvExtension: 'none',
  }
  const config = path.join(folder, 'executable-settings.json')
  writeFileSync(config, JSON.stringify(settings))
  // A program that runs from there cannot be written over; it can be taken away.
  rmSync(path.join(folder, output), { force: true })
  await promisify(execFile)(process.execPath, [`--${option}=${path.basename(config)}`], { cwd: folder })
  rmSync(config)
}

/**
 * Makes an executable of the agent's program in a folder, for the platform that this runs on: the pinned Node with the
 * program in it (Node's single executable applications). The same program and the same Node give the same bytes.
 */
export async function makeExecutable(folder) {
  const platform = `${process.platform}-${process.arch}`
  const file = `enrollment-agent-${platform}${process.platform === 'win32' ? '.exe' : ''}`
  await prepare(folder, 'build-sea', file)
  chmodSync(path.join(folder, file), 0o755)
  const made = {
    ...{ file, platform, bytes: statSync(path.join(folder, file)).size },
    ...{ sum: sumOf(path.join(folder, file)), programSum: sumOf(path.join(folder, program)) },
  }
  writeFileSync(path.join(folder, about), `${JSON.stringify(made, null, 2)}\n`)
  return made
}

/** What an executable that is made in this folder has beside Node. */
export async function blobOf(folder) {
  await prepare(folder, 'experimental-sea-config', 'blob')
  return readFileSync(path.join(folder, 'blob'))
}

if (asProgram) {
  const { bundleAgent } = await import('./bundles.mjs')
  await bundleAgent()
  const { file, sum, bytes } = await makeExecutable(path.join(root, 'dist/agent'))
  console.log(`dist/agent/${file} is ready (${Math.round(bytes / 1e6)} MB).\nSHA-256 ${sum}`)
}
