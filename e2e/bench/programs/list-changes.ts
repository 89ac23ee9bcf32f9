import { type ChangeFilter, type ChangePageRequest, listChanges } from '@/lib/store/changes-list'
import { inOrganization } from '@/lib/store/organization'
import { task, tell } from './own'
import { timeRequests } from './time-requests'

/** Looks through a run's rows as people do, page after page with ever other filters. */
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

const { page, row } = await timeRequests({
  ...{ organizationId, runId, requests },
  pages: pages.map(wanted => tx => listChanges(tx, runId, { ...wanted, pageSize: 50 })),
})
tell({ page, row, all: await count({}), added: await count({ kind: 'add' }) })

async function count(filter: ChangeFilter): Promise<number> {
  const { total } = await inOrganization(organizationId, tx =>
    listChanges(tx, runId, { ...filter, page: 1, pageSize: 1 }),
  )
  return total
}
