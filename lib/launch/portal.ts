import { createRequire } from 'node:module'
import { env } from '@/lib/env'
import { onLeashEnd } from './leash'

/** A program of its own: `next start`, on a leash. */
const require = createRequire(import.meta.url)

// On SIGTERM Next finishes the requests it has and ends the process; the end of the channel means the same.
onLeashEnd(async () => {
  const nextListens = process.listenerCount('SIGTERM') > 1
  if (!nextListens) return
  process.kill(process.pid, 'SIGTERM')
  await new Promise(() => {})
}, 5)
// What Next says on starting is for its developers; the start script has its own words. Errors go another way.
console.log = () => {}
process.argv = [process.argv[0] ?? '', 'next', 'start', '--port', String(env().PORT)]
require('next/dist/bin/next')
