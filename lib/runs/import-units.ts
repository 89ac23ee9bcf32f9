import type { ImportPart, ScopeProof } from '@/lib/directory/source'
import type { ImportUnit, NewImportUnit, Sample } from '@/lib/store/import-units'

/** What a read in slots does next. */
export type NextStep =
  | { do: 'read'; unit: ImportUnit }
  | { do: 'close'; units: NewImportUnit[] }
  | { do: 'seal' }
  | { do: 'give-up'; because: 'directory-changing' }

const mostClosings = 3

/**
 * Units are read in the order of their numbers. When all parts of all scopes are read, what changed meanwhile is read once
 * more (`closing`): a unit that moved between scopes could have been in neither when they were read. Where that brings a
 * unit that moved in, everything below it is read too, and then what changed since the last closing.
 */
export function nextStep(units: readonly ImportUnit[]): NextStep {
  const unit = units.find(each => each.state === 'waiting')
  if (unit) return { do: 'read', unit }
  if (units.length === 1) return { do: 'seal' }
  const lastMoved = units.findLast(each => each.kind === 'moved')?.number ?? 0
  const closings = units.filter(each => each.kind === 'closing')
  if (closings.some(each => each.number > lastMoved)) return { do: 'seal' }
  const scopes = scopesOf(units)
  if (closings.length >= mostClosings * scopes.length) return { do: 'give-up', because: 'directory-changing' }
  const part: ImportPart = {
    by: 'changed',
    since: earliest(closings.length > 0 ? closings.slice(-scopes.length) : units),
  }
  return {
    do: 'close',
    units: numbered(
      units,
      scopes.map(scope => ({ ...scope, kind: 'closing', part })),
    ),
  }
}

/** The lowest number from which one of these was read: everything that is not above it was seen as it is. */
const earliest = (units: readonly ImportUnit[]): string =>
  String(units.map(unit => BigInt(unit.startUsn ?? 0)).reduce((one, other) => (one < other ? one : other)))

/** The first part of each scope says where the scope begins. */
function scopesOf(units: readonly ImportUnit[]): Pick<ImportUnit, 'scope' | 'root' | 'rootDn'>[] {
  const scopes = new Map<number, Pick<ImportUnit, 'scope' | 'root' | 'rootDn'>>()
  for (const { kind, scope, root, rootDn } of units)
    if (kind === 'part' && !scopes.has(scope)) scopes.set(scope, { scope, root, rootDn })
  return [...scopes.values()].sort((one, other) => one.scope - other.scope)
}

/** Gives new units the numbers after those there are. */
export function numbered(
  units: readonly Pick<ImportUnit, 'number'>[],
  added: readonly Omit<NewImportUnit, 'number'>[],
): NewImportUnit[] {
  const last = Math.max(0, ...units.map(unit => unit.number))
  return added.map((unit, index) => ({ ...unit, number: last + 1 + index }))
}

/**
 * Cuts a part in two where half of what was read in time lies on either side. Half of the objects, if they came in any
 * order; if they came in the order of their creation, a half that is sure to fit, and a rest.
 * @returns null for what cannot be cut, or not usefully: what changed, objects without the number, too few in a slot
 */
export function cut(part: ImportPart, sample: Sample, fewest: number): [ImportPart, ImportPart] | null {
  const { objects, middle, highest, withoutNumber } = sample
  if (part.by !== 'created' || objects < fewest || withoutNumber > 0 || middle === null || highest === null) return null
  const isInside = BigInt(middle) >= BigInt(part.from) && BigInt(middle) < BigInt(part.to ?? highest)
  if (!isInside) return null
  return [
    { by: 'created', from: part.from, to: middle },
    { by: 'created', from: String(BigInt(middle) + 1n), to: part.to },
  ]
}

/** One proof for each scope, of those of its parts. The root belongs to every part and is counted once. */
export function proofsOf(units: readonly ImportUnit[]): ScopeProof[] {
  return scopesOf(units).map(({ scope }) => {
    const proofs = units.filter(unit => unit.kind === 'part' && unit.scope === scope).map(unit => proved(unit.proof))
    const later = units.filter(unit => unit.kind !== 'part' && unit.scope === scope).map(unit => proved(unit.proof))
    const sum = (of: (proof: ScopeProof) => number, from = proofs) =>
      from.reduce((total, proof) => total + of(proof), 0)
    const [first] = proofs
    if (!first) throw new RangeError(`Scope ${scope} has no part`)
    return {
      ...first,
      pages: sum(proof => proof.pages, [...proofs, ...later]),
      objects: sum(proof => proof.objects) - proofs.length + 1,
      people: sum(proof => proof.people),
      ...(first.lists === undefined ? {} : { lists: sum(proof => proof.lists ?? 0) }),
      changedWhileReading: sum(proof => proof.changedWhileReading) + sum(proof => proof.objects - 1, later),
      rounds: Math.max(...proofs.map(proof => proof.rounds)),
    }
  })
}

function proved(proof: ScopeProof | null): ScopeProof {
  if (!proof) throw new RangeError('A unit was taken for done without its proof')
  return proof
}
