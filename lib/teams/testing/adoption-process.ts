import { adoptTeam } from '../adopt-team'

/** What the process is told, and after how many members it waits to be killed; null = it goes on to the end. */
export type Told = { organizationId: string; adoptionId: string; waitsAfter: number | null }
/** What it says: that it waits with so many members settled, or how it ended. */
export type Said = { kind: 'waits'; settled: number } | { kind: 'ended'; over: boolean }

const say = (said: Said) => process.send?.(said)

/** A worker's process that carries on one adoption, to be killed by a test. */
process.once('message', async ({ organizationId, adoptionId, waitsAfter }: Told) => {
  let settled = 0
  const over = await adoptTeam({
    ...{ organizationId, adoptionId, batch: 25 },
    failpoint: async count => {
      settled += count
      if (waitsAfter === null || settled < waitsAfter) return
      say({ kind: 'waits', settled })
      await new Promise(() => setInterval(() => undefined, 1_000))
    },
  })
  say({ kind: 'ended', over })
  process.disconnect?.()
})
