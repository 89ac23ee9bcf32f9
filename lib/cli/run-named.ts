import { inOrganization } from '@/lib/store/organization'
import { readRun, readRunByNumber } from '@/lib/store/runs'
import { refuse } from './answer'
import type { Context } from './context'

/** The id of a run, from its number or its id. @throws Refused `run-not-found` */
export async function runNamed({ organizationId }: Context, wanted: string): Promise<string> {
  const isNumber = /^\d{1,9}$/.test(wanted)
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(wanted)
  const run = await inOrganization(organizationId, async tx =>
    isNumber ? readRunByNumber(tx, Number(wanted)) : isId ? readRun(tx, wanted) : null,
  )
  return run?.id ?? refuse('run-not-found', { run: wanted })
}
