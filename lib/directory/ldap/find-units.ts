import type { Anchor } from '../anchor'
import type { UnitMatch } from '../source'
import { type Census, nodeOf, takeCensus } from './census'
import { type RootDse, searchBase } from './root-dse'
import { findBase } from './scope-root'
import type { Session } from './session'

/** As many as somebody looks through; whoever means another one writes more of its name. */
const most = 50

/** The units whose name holds a text, in any case: those that begin with it first. @throws ReadFailure */
export async function findUnits(
  session: Session,
  rootDse: RootDse,
  configuredBase: string | null,
  text: string,
): Promise<UnitMatch[]> {
  const root = await findBase(session, searchBase(rootDse, configuredBase))
  return unitsNamed(await takeCensus(session, root, rootDse), text)
}

function unitsNamed(census: Census, text: string): UnitMatch[] {
  const wanted = folded(text)
  const found = [...census.units.keys()].flatMap(anchor => {
    const node = nodeOf(census, anchor)
    const at = node ? folded(node.name).indexOf(wanted) : -1
    return node && at >= 0 ? [{ node, at }] : []
  })
  const inOrder = found.toSorted(
    (one, other) => Number(one.at > 0) - Number(other.at > 0) || one.node.name.localeCompare(other.node.name, 'en'),
  )
  return inOrder.slice(0, most).map(({ node }) => ({ node, above: above(census, node.anchor) }))
}

const folded = (text: string): string => text.normalize('NFC').trim().toLowerCase()

/** The units around one, the nearest first, up to the search base. */
function above(census: Census, anchor: Anchor): UnitMatch['above'] {
  const units: UnitMatch['above'] = []
  for (let at = parentIn(census, anchor); at !== null; at = parentIn(census, at))
    units.push({ anchor: at, name: nodeOf(census, at)?.name ?? '' })
  return units
}

const parentIn = ({ root, units }: Census, anchor: Anchor): Anchor | null =>
  anchor === root ? null : (units.get(anchor)?.parent ?? null)
