import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import { countPeople, type PeopleFilter, type PeopleSort, pageOfPeople } from '@/lib/store/people-list'
import { task, tell } from './own'
import { timeRequests } from './time-requests'

/** Looks through the managed people as the list does, each page with the number of all who match. */
const { organizationId, runId, requests } = task<{ organizationId: string; runId: string; requests: number }>()

const somebody = { id: 'ffffffff-ffff-4fff-8fff-ffffffffffff', name: 'Lena', key: 'Sales' }
const looks: { filter: PeopleFilter; sort: PeopleSort; deep?: boolean }[] = [
  { filter: {}, sort: 'name' },
  { filter: {}, sort: '-name', deep: true },
  { filter: {}, sort: 'department' },
  { filter: {}, sort: '-title', deep: true },
  { filter: {}, sort: 'lastLoggedOn' },
  { filter: { status: 'deactivated' }, sort: 'name' },
  { filter: { neverLoggedOn: true }, sort: 'status' },
  { filter: { query: 'östergård' }, sort: 'name' },
  { filter: { query: 'p0042' }, sort: 'department' },
  { filter: { query: 'nobody has this name' }, sort: 'name' },
]

const look =
  ({ filter, sort, deep }: (typeof looks)[number]) =>
  async (tx: OrganizationTransaction) => {
    await pageOfPeople(tx, filter, sort, { limit: 50, ...(deep ? { after: somebody } : {}) })
    await countPeople(tx, filter)
  }

const { page, row } = await timeRequests({ organizationId, runId, requests, pages: looks.map(look) })
tell({ page, row, people: await inOrganization(organizationId, tx => countPeople(tx, {})) })
