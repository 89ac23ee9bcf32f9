'use server'

import * as z from 'zod'
import type { Answer } from '@/app/forms/answer'
import { type Admin, may } from '@/lib/access/admin'
import { adminAction } from '@/lib/access/doors'
import { largestFile } from '@/lib/config-file/config-file'
import { readImport, saveImport } from '@/lib/connectors/import-configuration'
import { done, type Outcome } from '@/lib/outcome'
import { atLine } from '@/lib/words/at-line'
import { sentence } from '@/lib/words/words'
import { changedLines, changeInWords } from '../../in-words/setting-lines'

const configure = 'enrollment.sync.configure'
const Import = z.object({ connectorId: z.uuid(), text: z.string().max(largestFile, { error: 'file-too-large' }) })
const allowed = (admin: Admin) => ({ raise: may(admin, 'enrollment.safety.raise') })

const readOutcome = adminAction(configure, Import, async ({ connectorId, text }, admin) => {
  const read = await readImport(admin.organizationId, connectorId, text, allowed(admin))
  if (!read.ok) return read
  const { live, after, notes } = read.value
  return done({
    differences: live === null ? null : changedLines(live, after).map(changeInWords),
    notes: notes.map(({ code, args }) => sentence(code, args, 'config-file')),
  })
})
const saveOutcome = adminAction(configure, Import, ({ connectorId, text }, admin) => {
  const actor = { kind: 'administrator', id: admin.administratorId } as const
  return saveImport(admin.organizationId, actor, connectorId, text, allowed(admin))
})

/** What a file would change, in words (null = nothing is live that could change); or what is wrong with it, line by line. Nothing is stored. */
export const readConfiguration = async (
  input: unknown,
): Promise<Answer<{ differences: string[] | null; notes: string[] }>> => byLine(await readOutcome(input))

/** Makes a file the connector's draft. What is live stays as it is until the wizard's end. */
export const importConfiguration = async (input: unknown): Promise<Answer<null>> => byLine(await saveOutcome(input))

function byLine<T>(outcome: Outcome<T>): Answer<T> {
  if (outcome.ok) return outcome
  const problems = outcome.faults.map(({ code, args }) => ({
    path: 'text',
    text: atLine(code, args, sentence(code, args, 'config-file')),
    code,
  }))
  return { ok: false, problems }
}
