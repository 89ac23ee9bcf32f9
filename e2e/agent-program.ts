import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { childEnvironment, root } from '../lib/launch/program.mjs'

const program = path.join(root, 'dist/agent/enrollment-agent.mjs')

/** The agent as it is downloaded, in a folder of its own. */
export type AgentProgram = {
  /** Runs one command to its end. */
  command(args: string[], env?: Record<string, string>): Promise<{ exit: number; output: string }>
  /** Starts the service. */
  start(): ChildProcess
  /** Everything that the service said. */
  log(): string
}

export function agentProgram(folder: string, settings: Record<string, string>): AgentProgram {
  let text = ''
  const environment = (env: Record<string, string>) =>
    childEnvironment({ ENROLLMENT_AGENT_DIR: folder, ...settings, ...env })
  return {
    command: (args, env = {}) =>
      new Promise(resolve => {
        const child = spawn(process.execPath, [program, ...args], {
          env: environment(env),
          stdio: ['ignore', 'pipe', 'pipe'],
        })
        let output = ''
        for (const stream of [child.stdout, child.stderr])
          stream.setEncoding('utf8').on('data', piece => (output += piece))
        child.once('close', code => resolve({ exit: code ?? 1, output }))
      }),
    start() {
      const child = spawn(process.execPath, [program, 'run'], {
        env: environment({}),
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', piece => (text += piece))
      return child
    },
    log: () => text,
  }
}
