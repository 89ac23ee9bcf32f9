import { hash } from 'node:crypto'
import { join } from 'node:path'
import { env } from '@/lib/env'
import { type DataFolder, keptSecret } from './data-folder'
import { Refusal, sentences } from './sentences'

/**
 * The secret that seals passwords and signs sessions: the environment's, or this folder's own, made on the first start.
 * With someone else's database there is no such default: every server of it must know the same one.
 * @throws Refusal
 */
export function chooseSecret(folder: DataFolder): { secret: string; file: string | null } {
  const given = env().ENROLLMENT_SECRET
  if (given) return { secret: given, file: null }
  if (env().DATABASE_URL) throw new Refusal(sentences.secretNeeded())
  const file = join(folder.path, 'secret')
  const known = folder.read('secret-fingerprint')
  if (known && !folder.read('secret')) throw new Refusal(sentences.lostSecret(file))
  const secret = keptSecret(folder, 'secret')
  if (secret.length < 32) throw new Refusal(sentences.shortSecret(file))
  const print = hash('sha256', `enrollment fingerprint ${secret}`).slice(0, 16)
  if (known && known !== print) throw new Refusal(sentences.lostSecret(file))
  if (!known) folder.write('secret-fingerprint', print)
  return { secret, file }
}
