import { spawn } from 'node:child_process'
import { openSync } from 'node:fs'
import { onLeashEnd, sayReady } from '@/lib/launch/leash'
import type { Kept } from '../kept-server'
import { task } from './own'

/** Keeps one server for as long as whoever started it lives, however that one ends. */
const { program, args, log, signal, cwd, user } = task<Kept>()

const output = openSync(log, 'w')
// In a group of its own: a Ctrl-C is not for it, it is stopped when nobody needs it any more.
const server = spawn(program, args, { stdio: ['ignore', output, output], detached: true, cwd, ...user })
const ended = new Promise<void>(resolve => server.once('exit', () => resolve()))
server.once('spawn', () => sayReady())
server.once('error', error => {
  console.error(error.message)
  process.exit(1)
})
let stopping = false
onLeashEnd(async () => {
  stopping = true
  server.kill(signal)
  await ended
}, 60)
ended.then(() => {
  if (!stopping) process.exit(1)
})
