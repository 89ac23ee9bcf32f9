import * as fc from 'fast-check'
import type { Company } from '@/lib/sample-directory/company'
import type { Mutations } from '@/lib/sample-directory/mutations'
import type { Anchor } from '../anchor'

/** Something that happens in a directory; whom it befalls is chosen among those who are there then. */
export type Happening = { what: (typeof kinds)[number]; whom: number; where: number }

const kinds = [
  ...(['rename', 'move', 'disable', 'enable', 'change-mail', 'lose-name', 'manage', 'hire', 'delete'] as const),
  ...(['rename-unit', 'move-unit', 'add-unit', 'delete-unit', 'restore', 'hide-deleted'] as const),
] as const
const rare = new Set<string>(['restore', 'hide-deleted', 'delete-unit'])

export const happening: fc.Arbitrary<Happening> = fc.record({
  what: fc.oneof(...kinds.map(kind => ({ weight: rare.has(kind) ? 1 : 3, arbitrary: fc.constant(kind) }))),
  whom: fc.nat(50),
  where: fc.nat(50),
})

/** Who is in a sample directory while things happen to it. */
export class Inhabitants {
  private readonly people: Anchor[]
  private readonly units: Anchor[]
  private readonly added: Anchor[] = []
  private readonly gone = new Set<Anchor>()
  private counter = 0

  constructor(
    company: Company,
    private readonly directory: Mutations,
  ) {
    this.people = company.people.filter(person => person.kind === 'employee').map(person => person.anchor)
    this.units = company.units.map(unit => unit.anchor)
  }

  happen({ what, whom, where }: Happening): void {
    const { directory } = this
    const person = this.pick(this.people, whom)
    const unit = this.pick(this.units, where)
    const name = `${what} ${++this.counter}`
    if (what === 'hire') this.people.push(directory.hire(unit, name, { displayName: [name] }))
    else if (what === 'add-unit') this.addUnit(directory.addUnit(unit, name))
    else if (what === 'rename-unit') directory.renameUnit(unit, name)
    else if (what === 'move-unit') this.moveUnit(unit, whom)
    else if (what === 'delete-unit') this.deleteUnit(where)
    else if (what === 'restore') directory.restore()
    else if (what === 'hide-deleted') directory.setDeletedReadable(false)
    else this.happenTo(person, what, name, whom, where)
  }

  private happenTo(person: Anchor, what: Happening['what'], name: string, whom: number, where: number): void {
    const { directory } = this
    if (what === 'rename') directory.rename(person, name)
    if (what === 'move') directory.move(person, this.pick(this.units, where))
    if (what === 'disable') directory.disable(person)
    if (what === 'enable') directory.enable(person)
    if (what === 'change-mail') directory.setAttribute(person, 'mail', [`${this.counter}@northwind.example`])
    if (what === 'lose-name') directory.setAttribute(person, 'displayName', [])
    if (what === 'manage') directory.setAttribute(person, 'manager', [this.pick(this.people, whom + where + 1)])
    if (what === 'delete') this.remove(person)
  }

  private pick(of: readonly Anchor[], at: number): Anchor {
    const there = of.filter(anchor => !this.gone.has(anchor))
    const chosen = there[at % there.length]
    if (chosen === undefined) throw new RangeError('Nobody is left')
    return chosen
  }

  private remove(anchor: Anchor): void {
    this.directory.delete(anchor)
    this.gone.add(anchor)
  }

  private below(unit: Anchor): Anchor[] {
    const end = `,${this.directory.dnOf(unit)}`
    const all = [...this.people, ...this.units].filter(anchor => !this.gone.has(anchor))
    return all.filter(anchor => this.directory.dnOf(anchor).endsWith(end))
  }

  private moveUnit(unit: Anchor, to: number): void {
    const inside = new Set([unit, ...this.below(unit)])
    const target = this.units.filter(anchor => !this.gone.has(anchor) && !inside.has(anchor))
    const chosen = target[to % Math.max(1, target.length)]
    if (chosen) this.directory.moveUnit(unit, chosen)
  }

  private addUnit(unit: Anchor): void {
    this.units.push(unit)
    this.added.push(unit)
  }

  /** A unit goes with everybody in it; one of those that came here, because others hold more than people. */
  private deleteUnit(at: number): void {
    const there = this.added.filter(anchor => !this.gone.has(anchor))
    const unit = there[at % Math.max(1, there.length)]
    if (!unit) return
    const inside = this.below(unit)
    for (const anchor of inside.toSorted((one, other) => this.depth(other) - this.depth(one))) this.remove(anchor)
    this.remove(unit)
  }

  private depth(anchor: Anchor): number {
    return this.directory.dnOf(anchor).split(',').length
  }
}
