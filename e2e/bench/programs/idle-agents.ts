import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { openPortal } from '@/agent/portal'
import { presence } from '@/agent/presence'
import { work } from '@/agent/work'
import { readKey } from '@/lib/agent-protocol/keys'
import { ReadFailure } from '@/lib/directory/read-fault'
import { onLeashEnd, sayReady } from '@/lib/launch/leash'
import { task } from './own'

/** Agents that wait for work and get none, as many as there are keys in the file. */
const { portal, keysFile } = task<{ portal: string; keysFile: string }>()

const pollSeconds = 25
const stopping = new AbortController()
const keys: string[] = JSON.parse(readFileSync(keysFile, 'utf8'))
const working = keys.map(async (pem, at) => {
  const key = readKey(pem)
  // They do not all come at the same moment.
  await wait((at / keys.length) * pollSeconds * 1000)
  return work(
    {
      portal: openPortal(portal, () => key),
      presence: { ...presence, instance: randomUUID() },
      pollSeconds,
      directory: () => null,
      open() {
        throw new ReadFailure({ code: 'cancelled', args: {} })
      },
    },
    stopping.signal,
  )
})
onLeashEnd(async () => {
  stopping.abort()
  await Promise.allSettled(working)
})
sayReady({ agents: keys.length })
