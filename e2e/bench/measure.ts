import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { childEnvironment } from '@/lib/launch/program.mjs'

/** One measured run. */
export type Measured = {
  seconds: number
  /** The most memory the process held at once, in megabytes. */
  memory: number
  /** What it said about its work. */
  facts: Record<string, string | number>
}

type Options = {
  env?: Record<string, string>
  /** Takes what the program prints, instead of nothing. */
  read?: (output: NodeJS.ReadableStream) => Promise<void>
}

/** Runs a program from start to end, its output thrown away unless `read` takes it. @throws Error with what it complained about */
export async function measureProgram(program: string, args: string[], options: Options = {}): Promise<Measured> {
  const { env = {}, read } = options
  const started = performance.now()
  const child = spawn(program, args, {
    stdio: ['ignore', read ? 'pipe' : 'ignore', 'pipe'],
    env: childEnvironment(env),
  })
  const watch = watchMemory(child.pid)
  let complaint = ''
  child.stderr?.setEncoding('utf8').on('data', text => {
    complaint = `${complaint}${text}`.slice(-4_000)
  })
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', code => resolve(code ?? 1))
  })
  if (read && child.stdout) await read(child.stdout)
  const code = await ended
  const seconds = (performance.now() - started) / 1000
  const memory = watch.stop()
  if (code !== 0) throw new Error(`${program} ended with code ${code}:\n${complaint}`)
  return { seconds, memory, facts: {} }
}

/**
 * Runs one of the bench's own programs, which times its work itself, without the start of Node.
 * It prints a line of JSON: `seconds`, `memory` and facts.
 */
export async function measureOwn(
  file: string,
  task: object,
  { env = {}, nodeOptions = [] }: { env?: Record<string, string>; nodeOptions?: readonly string[] } = {},
): Promise<Measured> {
  let output = ''
  const read = (stream: NodeJS.ReadableStream) =>
    pipeline(stream, async chunks => {
      for await (const chunk of chunks) output += String(chunk)
    })
  await measureProgram(process.execPath, [...nodeOptions, '--enable-source-maps', file, JSON.stringify(task)], {
    env,
    read,
  })
  const { seconds, memory, ...facts } = JSON.parse(output.trim().split('\n').at(-1) ?? '{}')
  return { seconds, memory, facts }
}

/** The kernel keeps the peak; it is asked now and then because it goes with the process. */
export function watchMemory(pid: number | undefined): { peak(): number; stop(): number } {
  let peak = 0
  const look = () => {
    try {
      const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
      peak = Math.max(peak, Number(kilobytes ?? 0) / 1024)
    } catch {
      // It has ended, or this is no Linux.
    }
  }
  const timer = setInterval(look, 25)
  return {
    peak: () => peak,
    stop() {
      clearInterval(timer)
      return peak
    },
  }
}
