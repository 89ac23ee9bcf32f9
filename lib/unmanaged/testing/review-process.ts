import { workOnReview } from '../work-on-review'

/** What the process is told: which review, and after how many batches it waits to be killed. */
export type Told = { organizationId: string; reviewId: string; waitsAfter: number }

/** A worker's process that carries out one review, to be killed by a test in the middle of a batch's transaction. */
process.once('message', async ({ organizationId, reviewId, waitsAfter }: Told) => {
  let batches = 0
  await workOnReview(reviewId, {
    ...{ organizationId, leaseSeconds: 60, signal: new AbortController().signal },
    failpoint: async point => {
      if (point !== 'batch-open' || ++batches <= waitsAfter) return
      process.send?.('waits')
      await new Promise(() => setInterval(() => undefined, 1_000))
    },
  })
})
