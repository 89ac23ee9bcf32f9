import { spawn } from 'node:child_process'
import type { runJson } from '@/lib/cli/run-answer'
import { childEnvironment, root } from '../lib/launch/program.mjs'

/** A run as `--json` prints it. */
export type RunJson = Omit<ReturnType<typeof runJson>, 'startedAt' | 'finishedAt'>
export type CommandResult = { exit: number; output: string; errors: string }

/** `npm run enrollment -- …` beside a running start, found by its data folder. */
export function enrollment(data: string, args: string[], env: Record<string, string> = {}): Promise<CommandResult> {
  return new Promise(resolve => {
    const command = spawn('npm', ['run', '--silent', 'enrollment', '--', ...args], {
      cwd: root,
      env: childEnvironment({ ENROLLMENT_DATA_DIR: data, DATABASE_URL: '', ...env }),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    let errors = ''
    // Decoded as a stream: a name's bytes may arrive in two pieces.
    command.stdout.setEncoding('utf8').on('data', chunk => (output += chunk))
    command.stderr.setEncoding('utf8').on('data', chunk => (errors += chunk))
    command.once('close', code => resolve({ exit: code ?? 1, output, errors }))
  })
}

/** The same with `--json`, read. @throws Error with what was printed, when it is not JSON */
export async function enrollmentJson<T>(data: string, args: string[], env: Record<string, string> = {}) {
  const result = await enrollment(data, ['--json', ...args], env)
  try {
    return { exit: result.exit, json: JSON.parse(result.output) as T }
  } catch {
    throw new Error(`enrollment ${args.join(' ')} ended with ${result.exit}:\n${result.output}${result.errors}`)
  }
}
