import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { basePath } from '../lib/launch/base-path'
import { root } from '../lib/launch/program.mjs'

type Vercel = { crons: { path: string; schedule: string }[]; functions: Record<string, { maxDuration: number }> }

const read = (file: string) => readFileSync(join(root, file), 'utf8')
const vercel: Vercel = JSON.parse(read('vercel.json'))

test('the clock of vercel.json calls a route that was built, as often as a schedule may need it', () => {
  const routes: string[] = Object.values(JSON.parse(read('.next/app-path-routes-manifest.json')))
  for (const { path } of vercel.crons) expect(routes.map(route => `${basePath()}${route}`)).toContain(path)
  expect(vercel.crons).toEqual([{ path: '/enrollment/api/cron/sync', schedule: '* * * * *' }])
})

test('the time that vercel.json asks for is the time that the route counts on', () => {
  for (const [file, { maxDuration }] of Object.entries(vercel.functions))
    expect(/export const maxDuration = (\d+)/.exec(read(file))?.[1]).toBe(String(maxDuration))
})
