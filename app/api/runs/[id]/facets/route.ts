import * as z from 'zod'
import { say } from '@/app/messages/say'
import { unitPath } from '@/app/ui/unit-words'
import { adminRoute } from '@/lib/access/doors'
import { countChanges } from '@/lib/store/changes'
import { countChangeUnits, countProblems, type ProblemCause } from '@/lib/store/changes-list'
import { inOrganization } from '@/lib/store/organization'
import type { Problem, ReasonCode } from '@/lib/sync/change'
import { sentence } from '@/lib/words/words'

/** By what a plan's rows can be narrowed, in words. */
export type Facets = {
  reasons: { code: ReasonCode; name: string; people: number }[]
  units: { dn: string; path: string; people: number }[]
  /** What is wrong with the directory's data, and what to do about it. */
  causes: { key: string; code: Problem['code']; about: string | null; text: string }[]
}

const mostUnits = 500

export const GET = adminRoute<{ id: string }>('enrollment.read', async (_request, admin, { id }) => {
  if (!z.uuid().safeParse(id).success) return Response.json({ code: 'run-unknown' }, { status: 404 })
  const facets = await inOrganization(admin.organizationId, async tx => ({
    reasons: reasonsOf(await countChanges(tx, id)),
    units: (await countChangeUnits(tx, id, mostUnits)).map(({ unit, people }) => ({
      ...{ dn: unit, path: unitPath(unit), people },
    })),
    causes: (await countProblems(tx, id)).map(causeOf),
  }))
  return Response.json(facets satisfies Facets)
})

function reasonsOf(counts: Awaited<ReturnType<typeof countChanges>>): Facets['reasons'] {
  const people = new Map<ReasonCode, number>()
  for (const { reason, count } of counts) people.set(reason, (people.get(reason) ?? 0) + count)
  return [...people].map(([code, number]) => ({ code, name: say(`reasonName.${code}`), people: number }))
}

const causeOf = ({ code, about, people, example }: ProblemCause): Facets['causes'][number] => ({
  key: `${code} ${about ?? ''}`,
  code,
  about,
  text: sentence(code, { ...example, people }, 'problems'),
})
