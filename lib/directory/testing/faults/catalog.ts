import * as changes from './changes'
import * as entries from './entries'
import type { Fault } from './fault'
import * as paging from './paging'
import * as pieces from './pieces'
import * as results from './results'
import * as transport from './transport'

const { resultCode, ...otherResults } = results

/** Results that a domain controller really ends searches with, beside success. */
const codes = [4, 10, 11, 12, 32, 50, 51, 80]

/** Every fault there is a script for, once; a result code for each that is common. */
export const faults: readonly Fault[] = [
  ...[paging, otherResults, transport, entries, pieces, changes].flatMap(group =>
    Object.values(group).map(make => make()),
  ),
  ...codes.map(code => resultCode(code)),
]
