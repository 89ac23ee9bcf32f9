import { expect, test } from 'vitest'
import { compareSids } from './compare-sids'

const [first, second] = ['S-1-5-21-1-2-3-1104', 'S-1-5-21-1-2-3-2208']

test.each([
  ['one account that came back', { sid: first, history: [] }, { sid: first, history: [] }, 'same'],
  ['an account that was migrated', { sid: second, history: [first] }, { sid: first, history: [] }, 'in-history'],
  ['an account that was made anew', { sid: second, history: [] }, { sid: first, history: [] }, 'different'],
  ['an entry that nobody can see any more', { sid: second, history: [first] }, { sid: null, history: [] }, null],
  ['a SID that may not be read', { sid: null, history: [] }, { sid: first, history: [] }, null],
  ['two SIDs that may not be read are not the same', { sid: null, history: [] }, { sid: null, history: [] }, null],
])('%s', (_, own, theirs, evidence) => expect(compareSids(own, theirs)).toBe(evidence))
