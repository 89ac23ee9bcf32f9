import type { Draft, Place } from './draft'
import { departments, type UnitPlan } from './structure'

/** A unit that people are put into. `parent` is the index of the unit above, for the chain of managers. */
export type StaffedUnit = {
  place: Place
  name: string
  /** The company's head leads this one. */
  first: boolean
  parent: number | null
  department: string
  titles: readonly string[]
  office: string | null
  /** How many people belong here. */
  staff: number
}

const fallbackTitles = ['Specialist', 'Manager', 'Analyst', 'Coordinator'] as const

/** Adds the departments below the company's unit and shares the people among them. */
export function addDepartments(draft: Draft, company: Place, people: number): StaffedUnit[] {
  const units: StaffedUnit[] = []
  const weights: number[] = []
  const add = (plan: UnitPlan, parent: number | null) => {
    const above = parent === null ? null : (units[parent] ?? null)
    const place = draft.add(above?.place ?? company, { objectClass: 'organizationalUnit', name: plan.name })
    const index = units.push({
      place,
      name: plan.name,
      first: units.length === 0,
      parent,
      department: above?.department ?? plan.name,
      titles: plan.titles ?? above?.titles ?? fallbackTitles,
      office: plan.office ?? above?.office ?? null,
      staff: 0,
    })
    weights.push(plan.weight)
    for (const child of plan.children ?? []) add(child, index - 1)
  }
  for (const department of departments) add(department, null)
  share(units, weights, people)
  return units
}

/** Rounds the running total, so that the parts add up to exactly `people`; the first person leads the company. */
function share(units: StaffedUnit[], weights: readonly number[], people: number): void {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  let sum = 0
  let given = 0
  for (const [index, unit] of units.entries()) {
    sum += weights[index] ?? 0
    const upTo = Math.max(Math.ceil((sum * people) / total), Math.min(1, people))
    unit.staff = upTo - given
    given = upTo
  }
}
