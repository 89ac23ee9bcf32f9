import { type ChildProcess, spawn } from 'node:child_process'
import { openSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { onLeashEnd, sayReady } from './leash'
import { runningServer } from './postgres-cluster'

/** A program of its own: it runs one PostgreSQL, and stops it in an orderly way when whoever started it is gone. */
const Task = z.object({
  native: z.string(),
  cluster: z.string(),
  port: z.number(),
  log: z.string(),
  user: z.object({ uid: z.number(), gid: z.number() }).nullable(),
})

const SMART_SECONDS = 5
const FAST_SECONDS = 15

function keep(task: z.infer<typeof Task>): void {
  const log = openSync(task.log, 'a', 0o600)
  const server = spawn(
    join(task.native, 'bin', 'postgres'),
    [
      ...['-D', task.cluster, '-p', String(task.port)],
      ...['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
    ],
    { stdio: ['ignore', log, log], cwd: task.cluster, detached: true, ...task.user },
  )
  const ended = new Promise<void>(resolve => server.once('exit', () => resolve()))
  server.once('error', error => {
    console.error(error.message)
    process.exit(1)
  })
  let stopping = false
  onLeashEnd(
    async () => {
      stopping = true
      await stop(server, ended)
    },
    SMART_SECONDS + FAST_SECONDS + 5,
  )
  ended.then(() => {
    if (!stopping) process.exit(1)
  })
  tellWhenReady(task.cluster)
}

function tellWhenReady(cluster: string): void {
  const timer = setInterval(() => {
    if (!runningServer(cluster)?.ready) return
    clearInterval(timer)
    sayReady()
  }, 20)
}

/** Smart waits for the portal's connections to end, fast ends them, immediate is the last resort; nothing committed is lost. */
async function stop(server: ChildProcess, ended: Promise<void>): Promise<void> {
  server.kill('SIGTERM')
  const timers = [
    setTimeout(() => server.kill('SIGINT'), SMART_SECONDS * 1000),
    setTimeout(() => server.kill('SIGQUIT'), (SMART_SECONDS + FAST_SECONDS) * 1000),
  ]
  await ended
  for (const timer of timers) clearTimeout(timer)
}

keep(Task.parse(JSON.parse(process.argv[2] ?? '{}')))
