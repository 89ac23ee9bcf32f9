import type * as z from 'zod'
import { Call, type KnownAnchors, type KnownObjects, type KnownRequest } from '@/lib/agent-protocol/directory'
import { holdAgentJob } from '@/lib/store/agent-jobs'
import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import { readSnapshot } from '@/lib/store/snapshots'
import { readKnownObjects, readNextPart, readObjectsNaming, readObjectsToReadAgain } from '@/lib/store/snapshots-base'
import { claimSeconds } from './limits'
import { type Caller, type Reply, refuse, replied } from './reply'

type Known = z.infer<typeof KnownObjects> | z.infer<typeof KnownAnchors>

/**
 * What is known of the objects that a quick import goes on from: identities, numbers and kinds, which the organization's
 * agents delivered themselves. Only for whoever has such an import in hand, and only of the snapshot that it names.
 */
export async function answerKnown(caller: Caller, jobId: string, request: KnownRequest): Promise<Reply<Known>> {
  const { organizationId, agentId } = caller
  // The claim is looked at by itself: whoever waits for the job does not wait for an answer that takes its time.
  const job = await inOrganization(organizationId, tx =>
    holdAgentJob(tx, { id: jobId, agentId, claim: request.claim }, claimSeconds),
  )
  if (!job) return refuse('job-over')
  const call = Call.parse(job.call)
  if (call.method !== 'import' || !call.quick) return refuse('request-invalid')
  const { base } = call.quick
  return inOrganization(organizationId, tx => answer(tx, base, request))
}

/** Bytes of records after which an answer is long enough. */
const enough = 512 * 1024

async function nextObjects(
  tx: OrganizationTransaction,
  base: string,
  after: number,
): Promise<z.infer<typeof KnownObjects>> {
  const records: Buffer[] = []
  let last: number | null = null
  for (let length = 0; length < enough; ) {
    const part = await readNextPart(tx, base, last ?? after)
    if (part === null) break
    const more = await readKnownObjects(tx, base, part)
    records.push(more)
    length += more.length
    last = part
  }
  return { part: last, records: Buffer.concat(records).toString('base64') }
}

async function answer(tx: OrganizationTransaction, base: string, request: KnownRequest): Promise<Reply<Known>> {
  const snapshot = await readSnapshot(tx, base)
  // Without what it goes on from, a quick import would be one of an empty directory.
  if (!snapshot?.sealedAt) return refuse('job-over')
  switch (request.ask) {
    case 'objects': {
      return replied(await nextObjects(tx, base, request.after))
    }
    case 'again': {
      const roots = (snapshot.proofs ?? []).map(proof => proof.root)
      return replied({ anchors: await readObjectsToReadAgain(tx, base, roots) })
    }
    case 'naming':
      return replied({ anchors: await readObjectsNaming(tx, base, request.anchors) })
  }
}
