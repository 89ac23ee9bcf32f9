import { once } from 'node:events'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { killableProcess } from '@/lib/launch/testing/killable-process'
import { anchorOf, fakeBase } from '@/lib/runs/testing/fake-source'
import type { Said, Told } from './testing/export-process'
import { scimLab } from './testing/scim-lab'

const lab = scimLab()
const work = killableProcess<Told, Said>('export-process', 'lib/messenger/testing/export-process.ts')

test('a worker killed after the other side did what it asked, and before that was noted, loses nothing and has nothing done twice', async () => {
  const { company, server } = lab
  await company.synchronized(5)
  await company.exports(lab.address)
  for (let at = 1; at <= 5; at++)
    company.directory.set(anchorOf(`CN=Person ${at},${fakeBase}`), { title: `Captain ${at}` })
  company.directory.person('Person 6', fakeBase)
  await company.run()
  const carriedOut: string[] = []
  server.done = ({ method, path }) => {
    if (method !== 'GET') carriedOut.push(`${method} ${path}`)
    return 'answer'
  }
  const { organizationId } = company
  const { process, said } = await work({ organizationId, waitsAfter: 6 })
  expect(said).toEqual({ kind: 'waits', answered: 6 })
  process.kill('SIGKILL')
  await once(process, 'exit')
  expect(carriedOut).toHaveLength(6)
  expect(Object.values(await company.states()).filter(state => state === 'pending')).toHaveLength(6)

  await company.sql(sql`update remote_messengers set lease_until = now() - interval '1 second'`)
  await company.sql(sql`update outbox set next_attempt_at = now() where done_at is null and kind = 'scim-account'`)
  expect((await work({ organizationId, waitsAfter: null })).said).toEqual({ kind: 'ended' })
  expect(carriedOut).toHaveLength(6)
  expect(new Set(carriedOut).size).toBe(6)
  const titles = [...server.users.all.values()].map(({ title }) => title ?? null).toSorted()
  expect(titles).toEqual([...[1, 2, 3, 4, 5].map(at => `Captain ${at}`), null].toSorted())
  expect(new Set(Object.values(await company.states()))).toEqual(new Set(['exported']))
  expect(await company.open()).toEqual([])
}, 60_000)
