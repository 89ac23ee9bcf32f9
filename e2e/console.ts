import type { Page } from '@playwright/test'
import type { ScimUser } from '@/lib/messenger/scim-user'
import type { House } from './house'

/** One row of a plan as the console's interface answers it: the kind is a code, the reason a sentence. */
export type ChangeRow = { anchor: string; kind: string; reason: string; person: string }

/** Everyone whom GET /api/people knows, with the session of this page. */
export async function allPeople(page: Page, house: House): Promise<ScimUser[]> {
  return allPages(async number => {
    const { Resources, totalResults } = await get(page, house, `/api/people?page=${number}&pageSize=500`)
    return { rows: Resources as ScimUser[], total: totalResults as number }
  })
}

/** Every row of a run's plan. */
export async function allChanges(page: Page, house: House, runId: string): Promise<ChangeRow[]> {
  return allPages(async number => {
    const { rows, total } = await get(page, house, `/api/runs/${runId}/changes?page=${number}&pageSize=200`)
    return { rows: rows as ChangeRow[], total: total as number }
  })
}

async function get(page: Page, house: House, path: string): Promise<Record<string, unknown>> {
  const answer = await page.request.get(`${house.running.url}${path}`)
  if (!answer.ok()) throw new Error(`GET ${path} answered ${answer.status()}: ${await answer.text()}`)
  return answer.json()
}

async function allPages<T>(read: (page: number) => Promise<{ rows: T[]; total: number }>): Promise<T[]> {
  const all: T[] = []
  for (let number = 1; ; number++) {
    const { rows, total } = await read(number)
    all.push(...rows)
    if (rows.length === 0 || all.length >= total) return all
  }
}
