import { type ChangeFilter, type ChangePageRequest, listChanges } from '@/lib/store/changes-list'
import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import { readRun } from '@/lib/store/runs'
import { task, tell } from './own'

/**
 * Looks through a run's rows as people do, page after page with ever other filters, and times each request from its
 * beginning to its end; between them it asks for a single row, which is what any request costs here and now.
 */
const { organizationId, runId, requests } = task<{ organizationId: string; runId: string; requests: number }>()

const unit = 'OU=Sales,OU=Kraków,DC=bench,DC=example'
const pages: Omit<ChangePageRequest, 'pageSize'>[] = [
  { page: 1 },
  { page: 700 },
  { page: 1, sort: '-unit' },
  { page: 30, kind: 'add', sort: 'reason' },
  { page: 2, kind: 'skip' },
  { page: 1, reason: 'disabled-never-joined', sort: '-name' },
  { page: 1, unit },
  { page: 1, problem: 'mail-missing' },
  { page: 1, query: 'östergård' },
  { page: 1, query: 'p0042' },
  { page: 3, query: 'ada', kind: 'add', unit },
]

const took = { page: [] as number[], row: [] as number[] }
for (let at = 0; at < requests; at++) {
  const page = pages[at % pages.length]
  if (page) took.page.push(await timedRequest(tx => listChanges(tx, runId, { ...page, pageSize: 50 })))
  took.row.push(await timedRequest(tx => readRun(tx, runId)))
}
const [page, row] = [percentile95(took.page), percentile95(took.row)]
tell({ page, row, all: await count({}), added: await count({ kind: 'add' }) })

async function timedRequest(work: (tx: OrganizationTransaction) => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await inOrganization(organizationId, work)
  return (performance.now() - started) / 1000
}

function percentile95(seconds: readonly number[]): number {
  const sorted = [...seconds].sort((one, other) => one - other)
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0
}

async function count(filter: ChangeFilter): Promise<number> {
  const { total } = await inOrganization(organizationId, tx =>
    listChanges(tx, runId, { ...filter, page: 1, pageSize: 1 }),
  )
  return total
}
