import { lastWorkerSeen } from '@/lib/store/health'
import { acrossOrganizations } from '@/lib/store/organization'
import packageJson from '@/package.json'

export const dynamic = 'force-dynamic'

const WORKER_SILENCE = 30_000

/**
 * For monitoring and load balancers, without sign-in: `status` is ok, degraded (no worker was heard of for 30 seconds:
 * pages work, nothing synchronizes) or down (no database; HTTP 503).
 */
export async function GET(): Promise<Response> {
  const seen = await readWorker()
  const worker = seen.database === 'ok' && seen.at && Date.now() - seen.at.getTime() < WORKER_SILENCE ? 'ok' : 'missing'
  const status = seen.database !== 'ok' ? 'down' : worker === 'ok' ? 'ok' : 'degraded'
  return Response.json(
    { status, database: seen.database, worker, version: packageJson.version },
    { status: status === 'down' ? 503 : 200, headers: { 'cache-control': 'no-store' } },
  )
}

async function readWorker(): Promise<{ database: 'ok' | 'unreachable'; at: Date | null }> {
  try {
    return { database: 'ok', at: await acrossOrganizations('health', tx => lastWorkerSeen(tx)) }
  } catch {
    return { database: 'unreachable', at: null }
  }
}
