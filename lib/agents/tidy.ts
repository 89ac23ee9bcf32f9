import { deleteOldAgentJobs } from '@/lib/store/agent-jobs'
import { forgetNonces } from '@/lib/store/agents'
import { acrossOrganizations } from '@/lib/store/organization'

/** Lets go what no agent and no run needs any more: requests that nobody could send again, and uploads that nobody took. */
export function tidyAgents(): Promise<void> {
  return acrossOrganizations('tidy up after agents', async across => {
    await forgetNonces(across)
    await deleteOldAgentJobs(across)
  })
}
