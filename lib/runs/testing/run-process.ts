import type { Anchor } from '@/lib/directory/anchor'
import type { DirectoryObject } from '@/lib/directory/source'
import { inOrganization } from '@/lib/store/organization'
import { claimRun } from '@/lib/store/runs-lease'
import { advanceRun } from '../advance-run'
import { FakeDirectory } from './fake-source'

/** What the process is told: whose run, what the directory holds, and whether to wait after each batch. */
export type Told = { organizationId: string; runId: string; objects: [Anchor, DirectoryObject][]; waits: boolean }
/** What it says: that it has the run, that it passed a failpoint, that it waits after a batch, or how it ended. */
export type Said = { kind: 'claimed' | 'passed' | 'waits' } | { kind: 'ended'; state: string }

const say = (said: Said) => process.send?.(said)
const resumed = () => new Promise<unknown>(resolve => process.once('message', resolve))

/** A worker's process that carries on one run, to be killed or stopped by a test. */
process.once('message', async ({ organizationId, runId, objects, waits }: Told) => {
  const directory = new FakeDirectory()
  directory.pageSize = 20
  for (const [anchor, object] of objects) directory.objects.set(anchor, object)
  const run = await inOrganization(organizationId, tx => claimRun(tx, runId, 'process', 60))
  if (!run) throw new Error('The run is not free')
  say({ kind: 'claimed' })
  const state = await advanceRun({
    ...{ organizationId, runId, fence: run.fence },
    source: directory.source(),
    signal: new AbortController().signal,
    failpoint: async at => {
      say({ kind: 'passed' })
      if (at !== 'batch-committed' || !waits) return
      const told = resumed()
      say({ kind: 'waits' })
      await told
    },
  })
  say({ kind: 'ended', state })
})
