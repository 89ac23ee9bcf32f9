import { median } from '../table'
import type { Company } from './companies'

/** The lists, as people look at them, and the rows of a run, which a page asks for. */
const lists = (runId: string) => [
  { name: 'managed people', path: '/users/managed' },
  { name: 'sorted by department', path: '/users/managed?sort=department' },
  { name: 'sorted by title, from the end', path: '/users/managed?sort=-title' },
  { name: 'deactivated', path: '/users/managed?status=deactivated' },
  { name: 'found by name', path: '/users/managed?q=anna' },
  { name: 'unmanaged people', path: '/users/unmanaged' },
  { name: 'unmanaged, by what the directory says', path: '/users/unmanaged?sort=directory' },
  { name: 'unmanaged, found by name', path: '/users/unmanaged?q=person+7f' },
  { name: 'distribution lists', path: '/users/distribution-lists' },
  { name: 'distribution lists, sorted by address', path: '/users/distribution-lists?sort=address' },
  { name: 'distribution lists, found by name', path: '/users/distribution-lists?q=list+7f' },
  { name: 'groups', path: '/users/groups' },
  { name: 'runs', path: '/directory-sync/runs' },
  { name: 'rows of a run', path: `/api/runs/${runId}/changes?page=3&pageSize=50&sort=name` },
  { name: 'rows of a run, found by name', path: `/api/runs/${runId}/changes?page=1&pageSize=50&sort=name&q=anna` },
]

export type ServerTime = { name: string; median: number; p95: number; oneMedian: number; oneP95: number }
type Visitor = { company: Company; cookie: string }

/** Asks for each list so many times, and each time for the same of the company with one person; in milliseconds. */
export async function timeLists(
  url: string,
  { many, one }: { many: Visitor; one: Visitor },
  requests: number,
  say: (text: string) => void,
): Promise<ServerTime[]> {
  const times: ServerTime[] = []
  const own = lists(one.company.runId)
  for (const [at, { name, path }] of lists(many.company.runId).entries()) {
    const took = { many: [] as number[], one: [] as number[] }
    for (let request = 0; request < requests; request++) {
      took.many.push(await timed(url + path, many.cookie))
      took.one.push(await timed(url + (own[at]?.path ?? ''), one.cookie))
    }
    const time = {
      name,
      ...{ median: median(took.many), p95: percentile95(took.many) },
      ...{ oneMedian: median(took.one), oneP95: percentile95(took.one) },
    }
    say(`${name}: p95 ${Math.round(time.p95)} ms, with one person ${Math.round(time.oneP95)} ms`)
    times.push(time)
  }
  return times
}

/** Until the last byte. @throws Error when the answer is anything but the page */
async function timed(address: string, cookie: string): Promise<number> {
  const began = performance.now()
  const response = await fetch(address, { headers: { cookie }, redirect: 'manual' })
  await response.arrayBuffer()
  if (response.status !== 200) throw new Error(`${address} answered ${response.status}`)
  return performance.now() - began
}

function percentile95(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0
}
