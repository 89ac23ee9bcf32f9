import { adminRoute } from '@/lib/access/doors'
import { agentExecutable, agentProgram } from '@/lib/agents/program'

/**
 * The agent's program for Node; with `?executable`, the one that needs no Node, where it was made. With `?sum` its SHA-256 as
 * `sha256sum -c` reads it.
 */
export const GET = adminRoute('enrollment.settings.read', async request => {
  const { searchParams } = new URL(request.url)
  const found = await (searchParams.has('executable') ? agentExecutable() : agentProgram())
  if (!found) return Response.json({ code: 'agent-program-missing' }, { status: 404 })
  const { name, sum, type, contents } = found
  if (searchParams.has('sum'))
    return new Response(`${sum}  ${name}\n`, { headers: { 'content-type': 'text/plain; charset=utf-8' } })
  const blob = await contents()
  return new Response(blob.stream(), {
    headers: {
      'content-type': type,
      'content-length': String(blob.size),
      'content-disposition': `attachment; filename="${name}"`,
    },
  })
})
