import { GET } from '@/app/api/cron/sync/route'

/** One invocation of the cron route, as a serverless host's process does it: answers its one request and nothing more. */
process.once('message', async (headers: Record<string, string>) => {
  const response = await GET(new Request('https://portal.example/enrollment/api/cron/sync', { headers }))
  process.send?.({ status: response.status, body: await response.text() })
})
