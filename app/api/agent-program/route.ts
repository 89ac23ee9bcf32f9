import { adminRoute } from '@/lib/access/doors'
import { programName, readAgentProgram } from '@/lib/agents/program'

/** The agent's program; with `?sum`, its SHA-256 as `sha256sum -c` reads it. */
export const GET = adminRoute('enrollment.settings.read', async request => {
  const found = await readAgentProgram()
  if (!found) return Response.json({ code: 'agent-program-missing' }, { status: 404 })
  if (new URL(request.url).searchParams.has('sum'))
    return new Response(`${found.sum}  ${programName}\n`, { headers: { 'content-type': 'text/plain; charset=utf-8' } })
  return new Response(found.program, {
    headers: { 'content-type': 'text/javascript', 'content-disposition': `attachment; filename="${programName}"` },
  })
})
