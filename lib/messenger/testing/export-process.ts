import { workOnMessenger } from '../work-on-messenger'

/** Whose Messenger the process works on, and after how many answers it waits to be killed; null = it goes on to the end. */
export type Told = { organizationId: string; waitsAfter: number | null }
/** What it says: that it waits with so many answers that nobody has noted yet, or that it is done. */
export type Said = { kind: 'waits'; answered: number } | { kind: 'ended' }

const say = (said: Said) => process.send?.(said)

/** A worker's process that carries changes over, to be killed by a test between an answer and noting it. */
process.once('message', async ({ organizationId, waitsAfter }: Told) => {
  let answered = 0
  await workOnMessenger(organizationId, {
    owner: `process ${process.pid}`,
    failpoint: async point => {
      if (point !== 'answered' || waitsAfter === null) return
      answered += 1
      if (answered === waitsAfter) say({ kind: 'waits', answered })
      await new Promise(() => setInterval(() => undefined, 1_000))
    },
  })
  say({ kind: 'ended' })
  process.disconnect?.()
})
