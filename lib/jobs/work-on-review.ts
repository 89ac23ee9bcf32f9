import { env } from '@/lib/env'
import { workOnReview } from '@/lib/unmanaged/work-on-review'
import type { Job } from './boss'

/** Claims and does what an administrator chose for many accounts at once. */
export const workOnReviewJob = ({ organizationId, id }: Job, _owner: string, signal: AbortSignal): Promise<unknown> =>
  workOnReview(id, { organizationId, leaseSeconds: env().ENROLLMENT_LEASE_SECONDS, signal })
