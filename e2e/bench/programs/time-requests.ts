import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import { readRun } from '@/lib/store/runs'

type Ask = (tx: OrganizationTransaction) => Promise<unknown>
type Looking = { organizationId: string; runId: string; requests: number; pages: readonly Ask[] }

/**
 * Asks for page after page as people do, and times each request from its beginning to its end; between them it asks for a
 * single row, which is what any request costs here and now.
 * @returns the 95th percentile of both in seconds
 */
export async function timeRequests({ organizationId, runId, requests, pages }: Looking) {
  const took = { page: [] as number[], row: [] as number[] }
  for (let at = 0; at < requests; at++) {
    const page = pages[at % pages.length]
    if (page) took.page.push(await timed(organizationId, page))
    took.row.push(await timed(organizationId, tx => readRun(tx, runId)))
  }
  return { page: percentile95(took.page), row: percentile95(took.row) }
}

async function timed(organizationId: string, work: Ask): Promise<number> {
  const started = performance.now()
  await inOrganization(organizationId, work)
  return (performance.now() - started) / 1000
}

function percentile95(seconds: readonly number[]): number {
  const sorted = [...seconds].sort((one, other) => one - other)
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0
}
