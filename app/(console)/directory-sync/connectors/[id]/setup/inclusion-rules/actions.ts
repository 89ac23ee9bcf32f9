'use server'

import * as z from 'zod'
import { speaking } from '@/app/forms/answer'
import { adminAction } from '@/lib/access/doors'
import { done, refused } from '@/lib/outcome'
import { readInclusion } from '@/lib/sync/inclusion/check-inclusion'
import { toVisual } from '@/lib/sync/inclusion/visual-rule'

/** An LDAP filter as conditions. Faults: those of its text, `filter-not-visual` for what conditions cannot say. */
export const readConditions = speaking(
  'sync',
  adminAction('enrollment.sync.configure', z.object({ text: z.string().max(10_000) }), async ({ text }) => {
    const read = readInclusion(text)
    if (!read.ok) return read
    const rule = toVisual(read.value)
    return rule ? done(rule) : refused('filter-not-visual', {}, 'inclusion.filter')
  }),
)
