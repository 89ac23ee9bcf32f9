import { lastWorkerSeen } from '@/lib/store/health'
import { acrossOrganizations } from '@/lib/store/organization'

export const dynamic = 'force-dynamic'

/** For whoever sends requests here: the database answers, so pages do. HTTP 503 when they would not. */
export async function GET(): Promise<Response> {
  const headers = { 'cache-control': 'no-store' }
  try {
    await acrossOrganizations('readiness', tx => lastWorkerSeen(tx))
    return Response.json({ status: 'ready' }, { headers })
  } catch {
    return Response.json({ status: 'not-ready' }, { status: 503, headers })
  }
}
