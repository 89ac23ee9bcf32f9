'use server'

import * as z from 'zod'
import { speaking } from '@/app/forms/answer'
import { adminAction } from '@/lib/access/doors'
import { done } from '@/lib/outcome'
import { decideCase } from '@/lib/runs/decide-case'
import { listCases } from '@/lib/store/join-cases'
import { inOrganization } from '@/lib/store/organization'
import { joinChoices } from '@/lib/sync/join-question'
import { sentence } from '@/lib/words/words'
import { mostCases } from './most-cases'
import { type PersonOfMany, peopleOfMany } from './people-of-many'

const Person = z.object({ anchor: z.guid(), accountId: z.uuid().nullable(), evidenceHash: z.string().max(128) })
const Decision = z.object({ connectorId: z.uuid(), choice: z.enum(joinChoices), reason: z.string().max(2000) })

/** Whose account it is, in the words of somebody who knows; the next run does it. */
export const decidePerson = speaking(
  'runs',
  adminAction('enrollment.sync.approve', Decision.extend(Person.shape), (decision, admin) =>
    decideCase(admin.organizationId, { ...decision, decidedBy: admin.administratorId }),
  ),
)

/** About whom one choice would decide of all of whom the same is asked, and what it would be for each. Nothing is stored. */
export const previewMany = speaking(
  'runs',
  adminAction(
    'enrollment.sync.approve',
    z.object({ connectorId: z.uuid(), code: z.string().max(60), choice: z.enum(joinChoices) }),
    async ({ connectorId, code, choice }, admin) => {
      const cases = await inOrganization(admin.organizationId, tx =>
        listCases(tx, connectorId, { page: 1, pageSize: mostCases }),
      )
      return done<PersonOfMany[]>(peopleOfMany(cases, code, choice))
    },
  ),
)

/** Whom a decision about many could not be made about, and why. */
export type LeftOver = { anchor: string; text: string }

/** Decides about each of the people that were shown, as they were shown; whoever cannot be decided about is named, and the others are done. */
export const decideMany = speaking(
  'runs',
  adminAction(
    'enrollment.sync.approve',
    Decision.extend({ people: z.array(Person).min(1).max(mostCases) }),
    async ({ people, ...decision }, admin) => {
      const left: LeftOver[] = []
      for (const person of people) {
        const made = await decideCase(admin.organizationId, {
          ...{ ...decision, ...person },
          decidedBy: admin.administratorId,
        })
        if (made.ok) continue
        // Without a reason there is none for anybody.
        if (made.faults.some(({ code }) => code === 'decision-reason-missing')) return made
        const text = made.faults.map(({ code, args }) => sentence(code, args, 'runs')).join(' ')
        left.push({ anchor: person.anchor, text })
      }
      return done({ decided: people.length - left.length, left })
    },
  ),
)
