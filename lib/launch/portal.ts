import { createRequire } from 'node:module'
import { env } from '@/lib/env'
import { onLeashEnd } from './leash'

/** A program of its own: `next start`, on a leash. */
const require = createRequire(import.meta.url)

// Next closes its server on SIGTERM by itself; the leash only has to pass the end of the channel on.
onLeashEnd(async () => {}, 5)
// What Next says on starting is for its developers; the start script has its own words. Errors go another way.
console.log = () => {}
process.argv = [process.argv[0] ?? '', 'next', 'start', '--port', String(env().PORT)]
require('next/dist/bin/next')
