export const dynamic = 'force-dynamic'

/** For whoever restarts what hangs: this process answers. The database may be away, which a restart does not mend. */
export function GET(): Response {
  return Response.json({ status: 'live' }, { headers: { 'cache-control': 'no-store' } })
}
