'use server'

import * as z from 'zod'
import type { Answer } from '@/app/forms/answer'
import { type Admin, may } from '@/lib/access/admin'
import { askedLanguage } from '@/lib/access/asked-language'
import { adminAction } from '@/lib/access/doors'
import { largestFile } from '@/lib/config-file/config-file'
import { readImport, saveImport } from '@/lib/connectors/import-configuration'
import { lookUpNames } from '@/lib/connectors/look-up-names'
import { done, type Outcome } from '@/lib/outcome'
import { atLine } from '@/lib/words/at-line'
import { inLanguage } from '@/lib/words/language'
import { sentence } from '@/lib/words/words'
import { changeInWords } from '../../in-words/changed-lines'
import { changedLines } from '../../in-words/setting-lines'

const configure = 'enrollment.sync.configure'
const OfFile = z.object({ connectorId: z.uuid(), text: z.string().max(largestFile, { error: 'file-too-large' }) })
/** `jobs`: those that asked the directory for what the file names. */
const Import = OfFile.extend({ jobs: z.array(z.uuid()).max(3).optional() })
const actorOf = (admin: Admin) => ({ kind: 'administrator', id: admin.administratorId }) as const
const allowed = (admin: Admin) => ({ raise: may(admin, 'enrollment.safety.raise') })

const readOutcome = adminAction(configure, Import, async ({ connectorId, ...source }, admin) => {
  const read = await readImport(admin.organizationId, connectorId, source, allowed(admin))
  if (!read.ok) return read
  const { kind, live, after, notes } = read.value
  return done({
    differences: live === null ? null : changedLines(live, after, kind).map(changeInWords),
    notes: notes.map(({ code, args }) => sentence(code, args, 'config-file')),
  })
})
const saveOutcome = adminAction(configure, Import, ({ connectorId, ...source }, admin) =>
  saveImport(admin.organizationId, actorOf(admin), connectorId, source, allowed(admin)),
)
const lookUpOutcome = adminAction(configure, OfFile, ({ connectorId, text }, admin) =>
  lookUpNames(admin.organizationId, actorOf(admin), connectorId, text),
)

/** What a file would change, in words (null = nothing is live that could change); or what is wrong with it, line by line. Nothing is stored. */
export const readConfiguration = async (
  input: unknown,
): Promise<Answer<{ differences: string[] | null; notes: string[] }>> => byLine(readOutcome(input))

/** Makes a file the connector's draft. What is live stays as it is until the wizard's end. */
export const importConfiguration = async (input: unknown): Promise<Answer<null>> => byLine(saveOutcome(input))

/** Asks the directory for units, lists and a rule of a file that nobody has looked up. The jobs end by themselves. */
export const lookUpConfiguration = async (input: unknown): Promise<Answer<{ jobs: string[] }>> =>
  byLine(lookUpOutcome(input))

/** In the language of whoever looks, each fault behind its line. */
async function byLine<T>(asked: Promise<Outcome<T>>): Promise<Answer<T>> {
  const outcome = await asked
  if (outcome.ok) return outcome
  const problems = inLanguage(await askedLanguage(), () =>
    outcome.faults.map(({ code, args }) => ({
      path: 'text',
      text: atLine(code, args, sentence(code, args, 'config-file')),
      code,
    })),
  )
  return { ok: false, problems }
}
