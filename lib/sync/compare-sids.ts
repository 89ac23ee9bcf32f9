/**
 * What security identifiers say of two entries of the directory. `same`: one account, that came back or moved. `in-history`:
 * the new entry was migrated from the other one (MS-ADA3 sIDHistory). `different`: an account that was made anew, for the
 * same person or another.
 */
export type SidEvidence = 'same' | 'in-history' | 'different'
export type Sids = { sid: string | null; history: readonly string[] }

/** Null where one of them is not known, which says nothing. */
export function compareSids(own: Sids, theirs: Sids): SidEvidence | null {
  if (theirs.sid === null) return null
  if (own.sid === theirs.sid) return 'same'
  if (own.history.includes(theirs.sid)) return 'in-history'
  return own.sid === null ? null : 'different'
}
