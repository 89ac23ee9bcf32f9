import type { Unit, Units } from './use-units'

/** A unit in the order in which the tree shows it. */
export type VisibleUnit = { unit: Unit; level: number; position: number; siblings: number; expanded: boolean }

/** The open part of the tree from top to bottom. */
export function visibleUnits(root: Unit, units: Units, expanded: ReadonlySet<string>): VisibleUnit[] {
  const visit = (unit: Unit, level: number, position: number, siblings: number): VisibleUnit[] => {
    const isExpanded = expanded.has(unit.anchor)
    const children = isExpanded ? (unit.children ?? []) : []
    const below = children.flatMap((anchor, index) => {
      const child = units.get(anchor)
      return child ? visit(child, level + 1, index + 1, children.length) : []
    })
    return [{ unit, level, position, siblings, expanded: isExpanded }, ...below]
  }
  return visit(root, 1, 1, 1)
}
