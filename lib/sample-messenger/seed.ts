import { generateCompany } from '@/lib/sample-directory/company'
import { samplePeople, sampleSeed } from '@/lib/sample-directory/settings'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { insertSampleMessenger } from '@/lib/store/sample-messenger'
import { countUnmanaged } from '@/lib/store/unmanaged-list'
import { inventAccounts } from './invent-accounts'

/** Fills the Messenger of whoever tries the sample company with people whom nobody manages, unless there are some. */
export async function seedSampleMessenger(tx: OrganizationTransaction): Promise<void> {
  if ((await countUnmanaged(tx)) > 0) return
  await insertSampleMessenger(tx, inventAccounts(generateCompany({ seed: sampleSeed, people: samplePeople })))
}
