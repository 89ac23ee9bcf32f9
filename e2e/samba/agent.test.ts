import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { AgentLab } from '@/lib/agents/testing/agent-lab'
import { stopWaking } from '@/lib/jobs/wake'
import { TestCompany } from '@/lib/runs/testing/company'
import { snapshotRows } from '@/lib/runs/testing/snapshot-rows'
import { verifyDomain } from '@/lib/store/domains'
import { inOrganization } from '@/lib/store/organization'
import { companyUnit, fillingOf, labCompany, reader, realm } from './company'
import { type DomainController, startDomainController } from './domain-controller'
import { sourceOf } from './source'
import { canMakeNetworks, connectNetworks, portal, type TwoNetworks } from './two-networks'

const people = labCompany()
let controller: DomainController
let database: TestDatabase
let company: TestCompany
let lab: AgentLab
let networks: TwoNetworks
const folder = mkdtempSync(path.join(tmpdir(), 'enrollment-networks-'))

const possible = canMakeNetworks()

beforeAll(async () => {
  if (!possible) return
  database = await testDatabase()
  controller = await startDomainController(realm, fillingOf(people))
  company = new TestCompany()
  await company.create({ distributionLists: { mode: 'all' } })
  await inOrganization(company.organizationId, tx => verifyDomain(tx, realm, 'operator'))
  const socket = path.join(folder, 'doors')
  lab = await AgentLab.open(company, { listen: socket, address: `http://${portal.address}:${portal.port}/enrollment` })
  networks = await connectNetworks(socket)
})
afterAll(async () => {
  await lab?.close()
  networks?.stop()
  await stopWaking()
  await controller?.stop()
  await database?.drop()
  rmSync(folder, { recursive: true, force: true })
})

test.runIf(possible)(
  'a company in a network of its own is read through one line, on which only the agent calls out',
  async () => {
    const source = sourceOf(controller, { baseDn: companyUnit(people) })
    const cloud = await company.run('preview', { source })
    lab.run(await lab.enroll('LON-1'), source)
    const runId = await company.start('preview')
    await company.advance(runId, { source: lab.source(runId) })
    expect(await company.read(runId)).toMatchObject({ state: 'previewed', fault: null, planHash: cloud.planHash })
    expect(await snapshotRows(company, runId)).toEqual(await snapshotRows(company, cloud.id))

    const packets = networks.packets()
    const opened = packets.filter(packet => packet.opens)
    expect(opened.length).toBeGreaterThan(0)
    for (const packet of opened) expect([packet.to, packet.toPort]).toEqual([portal.address, portal.port])
    // Nothing is encrypted on this line, so that whatever was said on it can be read.
    const crossed = Buffer.concat(packets.map(packet => packet.bytes))
    expect(crossed.length).toBeGreaterThan(10_000)
    expect(crossed.includes('POST /enrollment/api/agent/poll')).toBe(true)
    expect(crossed.includes(reader.password)).toBe(false)
    const kept = JSON.stringify(await company.sql(sql`select * from agents`))
    expect(kept).not.toContain(reader.password)
  },
)
