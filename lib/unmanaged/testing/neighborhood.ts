import { sql } from 'drizzle-orm'
import type { AccountDeed } from '@/lib/messenger/manage-accounts'
import type { Outcome } from '@/lib/outcome'
import { TestCompany } from '@/lib/runs/testing/company'
import { inOrganization } from '@/lib/store/organization'
import type { Whom } from '@/lib/store/review-choice'
import type { ReviewProgress } from '@/lib/store/review-jobs'
import { countItems } from '@/lib/store/review-jobs'
import { propose, startReview } from '../start-review'
import { type ReviewEnd, type ReviewWork, workOnReview } from '../work-on-review'

export const everybody: Whom = { list: 'unmanaged', filter: {} }

/** A company among whose addresses people use Messenger whom nobody manages. */
export class Neighborhood extends TestCompany {
  /** So many more of them, all alike but for their numbers. */
  async settle(people: number): Promise<void> {
    await this.sql(sql`
      insert into accounts (organization_id, id, attributes, email_key, email_verified)
      select ${this.organizationId}, gen_random_uuid(), jsonb_build_object('displayName', 'Neighbor ' || i,
        'email', 'n' || i || '@' || ${this.directory.domain}::text), 'n' || i || '@' || ${this.directory.domain}::text, true
      from generate_series(1, ${people}::int) i`)
  }

  /** Confirms exactly what is proposed now. @returns the review's id */
  async confirm(deed: AccountDeed, whom: Whom = everybody, message = ''): Promise<string> {
    const { quote } = await propose(this.organizationId, deed, whom)
    const actor = { kind: 'administrator', id: this.administratorId } as const
    const started = await startReview(this.organizationId, { deed, whom, quoteHash: quote.hash, message, actor })
    return given(started).reviewId
  }

  work(reviewId: string, options: Partial<ReviewWork> = {}): Promise<ReviewEnd> {
    const { organizationId } = this
    return workOnReview(reviewId, {
      organizationId,
      leaseSeconds: 60,
      signal: new AbortController().signal,
      ...options,
    })
  }

  /** Confirms and carries out. */
  async review(deed: AccountDeed, whom: Whom = everybody): Promise<ReviewProgress> {
    const id = await this.confirm(deed, whom)
    await this.work(id)
    return this.progress(id)
  }

  progress(reviewId: string): Promise<ReviewProgress> {
    return inOrganization(this.organizationId, tx => countItems(tx, reviewId))
  }
}

function given<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.faults.map(fault => fault.code).join())
  return outcome.value
}
