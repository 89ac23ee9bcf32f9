import { type Anchor, parseAnchor } from '@/lib/directory/anchor'
import { isWithin } from '@/lib/directory/distinguished-name'
import { ReadFailure } from '@/lib/directory/read-fault'
import type { DirectorySource, Scope } from '@/lib/directory/source'
import type { ConnectorSettings } from '@/lib/settings/connector'

type ScopeSettings = Pick<ConnectorSettings, 'connection' | 'organizationalUnits' | 'distributionLists'>

/**
 * The subtrees to read. Chosen units that lie below another chosen one are covered by it. With `none` everything is read
 * and nobody is in scope: an empty choice is judged, not believed. Lists and their members stand anywhere, so that where
 * lists are wanted everything is read, and proved, as one.
 * @throws ReadFailure `unit-not-found` when a chosen unit is gone
 */
export async function chooseScopes(
  { connection, organizationalUnits, distributionLists }: ScopeSettings,
  source: Pick<DirectorySource, 'resolveUnits'>,
  signal: AbortSignal,
): Promise<Scope[]> {
  const everything = [{ anchor: null, dn: connection.baseDn ?? '' }]
  if (organizationalUnits.mode !== 'chosen') return everything
  const chosen = new Map<Anchor, Scope>()
  for (const rule of organizationalUnits.rules) {
    const anchor = rule.effect === 'include' ? parseAnchor(rule.anchor) : null
    if (anchor) chosen.set(anchor, { anchor, dn: rule.dn })
  }
  const scopes = [...chosen.values()]
  if (distributionLists.mode !== 'none') {
    await whereTheyAre(scopes, source, signal)
    return everything
  }
  return scopes.length === 1 ? scopes : outermost(await whereTheyAre(scopes, source, signal))
}

/** Units are renamed and moved, so that only the directory knows which of them lies in which. */
async function whereTheyAre(
  scopes: readonly Scope[],
  source: Pick<DirectorySource, 'resolveUnits'>,
  signal: AbortSignal,
): Promise<Scope[]> {
  const nodes = await source.resolveUnits(
    scopes.map(scope => scope.anchor ?? ''),
    signal,
  )
  return scopes.map((scope, index) => {
    const node = nodes[index]
    if (!node) throw new ReadFailure({ code: 'unit-not-found', args: { dn: scope.dn } })
    return { anchor: scope.anchor, dn: node.dn }
  })
}

const outermost = (scopes: readonly Scope[]): Scope[] =>
  scopes.filter(scope => !scopes.some(other => other !== scope && isWithin(scope.dn, other.dn)))
