import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { expect } from 'vitest'
import type { Anchor } from '@/lib/directory/anchor'
import type { DirectorySource } from '@/lib/directory/source'
import { sampleSource } from '@/lib/directory/testing/sample-source'
import type { QuickMethod } from '@/lib/directory/watermark'
import { generateCompany } from '@/lib/sample-directory/company'
import type { Mutations } from '@/lib/sample-directory/mutations'
import { type SampleDirectory, startSampleDirectory } from '@/lib/sample-directory/server'
import type { Run } from '@/lib/store/runs'
import { importSnapshot } from '../import-snapshot'
import type { TestCompany } from './company'

const company = generateCompany({ seed: 31, people: 70 })
const people = company.people.filter(person => person.kind === 'employee').map(person => person.anchor)
const units = company.units.map(unit => unit.anchor)
const lists = company.lists.map(list => list.anchor)
const members = company.entries
  .flatMap(entry => entry.members?.slice(0, 3) ?? [])
  .filter(member => people.includes(member))
const contacts = company.contacts.map(contact => contact.anchor)

/** What administrators do. Numbers choose among the objects there are at that moment. */
const kinds = [
  ...['hire', 'addUnit', 'disable', 'delete', 'rename', 'move', 'renameUnit', 'moveUnit', 'setMail', 'setManager'],
  ...['setOther', 'join', 'leave', 'deleteUnit', 'renameContact', 'swapNames'],
  ...['moveUnitIn', 'moveUnitOut', 'deleteMember'],
] as const
const change = fc.record({ kind: fc.constantFrom(...kinds), one: fc.nat(1_000), other: fc.nat(1_000) })
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never

export const story = fc.record({
  method: fc.constantFrom<QuickMethod>('dirsync', 'usn', 'sweep'),
  /** Which units are read; none = everything. */
  chosen: fc.option(fc.uniqueArray(fc.nat(units.length - 1), { minLength: 1, maxLength: 2 }), { nil: null, freq: 2 }),
  rounds: fc.array(fc.array(change, { minLength: 1, maxLength: 7 }), { minLength: 1, maxLength: 2 }),
})

export type Story = typeof story extends fc.Arbitrary<infer T> ? T : never

class World {
  readonly people = [...people]
  readonly units = [...units]
  private hired = 0
  /** @param chosen the units that are read, with everything below them; none = everything */
  constructor(
    private readonly directory: Mutations,
    private readonly chosen: readonly Anchor[],
  ) {}

  /** What the directory refuses, such as a name that is taken, does not happen. */
  change({ kind, one, other }: Change): void {
    try {
      this.#change(kind, one, other)
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
    }
  }

  #change(kind: Change['kind'], one: number, other: number): void {
    const { directory } = this
    const pick = (from: readonly Anchor[], at: number) => from[at % from.length] ?? expect.fail('There is nobody')
    const person = pick(this.people, one)
    const unit = pick(this.units, one)
    const name = `New ${kind} ${++this.hired}`
    if (kind === 'hire')
      this.people.push(directory.hire(unit, name, { mail: [`${other}@x.example`], displayName: [name] }))
    else if (kind === 'addUnit') this.units.push(directory.addUnit(unit, name))
    else if (kind === 'disable') directory.disable(person)
    else if (kind === 'delete') this.#delete(this.people, person)
    else if (kind === 'deleteUnit') this.#delete(this.units, unit)
    else if (kind === 'rename') directory.rename(person, `${name}, "${other}"`)
    else if (kind === 'renameUnit') directory.renameUnit(unit, `${name} + ${other}`)
    else if (kind === 'move') directory.move(person, pick(this.units, other))
    else if (kind === 'moveUnit') directory.moveUnit(unit, pick(this.units, other))
    else if (kind === 'setMail') directory.setAttribute(person, 'mail', other % 2 ? [`${other}@x.example`] : [])
    else if (kind === 'setOther') directory.setAttribute(person, 'description', [name])
    else if (kind === 'setManager')
      directory.setAttribute(person, 'manager', [pick(other % 5 ? this.people : contacts, other)])
    else if (kind === 'join') directory.join(pick(lists, one), pick(this.people, other))
    else if (kind === 'leave') directory.leave(pick(lists, one), pick(this.people, other))
    else if (kind === 'moveUnitIn')
      directory.moveUnit(unit, pick(this.chosen.length > 0 ? this.chosen : this.units, other))
    else if (kind === 'moveUnitOut') directory.moveUnit(pick(this.#below(this.chosen), one), pick(this.units, other))
    else if (kind === 'deleteMember') this.#delete(this.people, pick(members, one))
    else if (kind === 'renameContact') directory.rename(pick(contacts, one), name)
    else this.#swapNames(unit, pick(this.units, other))
  }

  /** Two units of one parent exchange their names: who is called what before is somebody else afterwards. */
  #swapNames(one: Anchor, other: Anchor): void {
    const { directory } = this
    const nameOf = (anchor: Anchor) =>
      /^OU=((?:\\.|[^,\\])*),/.exec(directory.dnOf(anchor))?.[1]?.replace(/\\(.)/g, '$1') ?? ''
    const [first, second] = [nameOf(one), nameOf(other)]
    if (one === other) return
    directory.renameUnit(one, `Between ${++this.hired}`)
    directory.renameUnit(other, first)
    directory.renameUnit(one, second)
  }

  /** The units below these, or all. */
  #below(chosen: readonly Anchor[]): Anchor[] {
    const names = chosen.map(anchor => `,${this.directory.dnOf(anchor)}`)
    const below = this.units.filter(unit => names.some(name => this.directory.dnOf(unit).endsWith(name)))
    return below.length > 0 ? below : this.units
  }

  #delete(from: Anchor[], anchor: Anchor): void {
    this.directory.delete(anchor)
    if (from.includes(anchor)) from.splice(from.indexOf(anchor), 1)
  }
}

/** The organizational units of a story, as a connector's settings have them. */
export function unitsOf({ chosen }: Story) {
  const rules = chosen?.map(at => ({ anchor: units[at], dn: company.units[at]?.dn, effect: 'include' }))
  return rules ? { mode: 'chosen', rules } : { mode: 'all' }
}

/** A directory that lets itself be read by the story's method alone, and the world in which its changes happen. */
export async function begin({
  method,
  chosen,
}: Story): Promise<{ sample: SampleDirectory; source: DirectorySource; world: World }> {
  const dirSync = method === 'usn' ? null : 5
  const sample = await startSampleDirectory({ company, mutableForTests: true, dirSync })
  if (method === 'sweep') sample.directory.setDeletedReadable(false)
  const source = sampleSource(sample, { pageSize: 20 })
  const world = new World(sample.directory, chosen?.map(at => units[at] ?? expect.fail()) ?? [])
  return { sample, world, source: { ...source, import: request => source.import({ ...request, lists: true }) } }
}

/** A run as far as its sealed snapshot; nothing is planned. */
export async function importOnly(
  tenant: TestCompany,
  sourceFor: (runId: string) => DirectorySource,
  { quick }: { quick: boolean },
): Promise<Run> {
  const runId = await tenant.start('preview', { quick })
  const { fence } = await tenant.claim(runId)
  const { organizationId, now } = tenant
  const work = {
    organizationId,
    runId,
    fence,
    source: sourceFor(runId),
    signal: new AbortController().signal,
    now: () => now,
  }
  await importSnapshot(work, await tenant.read(runId))
  await tenant.sql(sql`update runs set state = 'cancelled' where id = ${runId}`)
  return tenant.read(runId)
}
