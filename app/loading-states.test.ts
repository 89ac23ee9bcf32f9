import { existsSync, readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'

/** Pages whose answer begins before they know whether there is anything: at or below a folder with a loading state. */
const answeringTooEarly = (loading: readonly string[], pages: readonly string[]) =>
  pages.filter(page => mayBeNothing(page) && loading.some(one => page.startsWith(`${path.dirname(one)}/`)))

/** An address with a part that somebody may have made up, or a page that says so itself. */
const mayBeNothing = (page: string) => page.includes('[') || readFileSync(page, 'utf8').includes('notFound')

test('no page shows a loading state before it knows that it exists: what is not there is answered with 404', async () => {
  const [loading, pages] = [await files('app/**/loading.tsx'), await files('app/**/page.tsx')]
  expect(answeringTooEarly(loading, pages)).toEqual([])
  expect(answeringTooEarly(['app/(console)/loading.tsx'], pages)).toContain('app/(console)/teams/[id]/page.tsx')
})

async function files(pattern: string): Promise<string[]> {
  const found: string[] = []
  for await (const file of glob(pattern)) found.push(file.replaceAll('\\', '/'))
  return found
}

test('lists that take time show that they are being asked', () => {
  const lists = ['users/managed', 'users/groups', 'users/distribution-lists', 'users/unmanaged', 'teams/unmanaged']
  expect(lists.filter(list => !existsSync(`app/(console)/${list}/loading.tsx`))).toEqual([])
})
