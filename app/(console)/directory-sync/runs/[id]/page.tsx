import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { openConsole } from '@/app/(console)/console'
import { loadRunView } from '@/app/api/runs/[id]/load-run-view'
import { say } from '@/app/messages/say'
import { Words } from '@/app/messages/words'
import { inOrganization } from '@/lib/store/organization'
import { isRunId } from '../run-id'
import { RunPage } from './run-page'

type Props = { params: Promise<{ id: string }> }

/** Once per request, for the title and the page. */
const load = cache(async (id: string) => {
  const { admin, organization } = await openConsole('enrollment.read')
  if (!isRunId(id)) notFound()
  const run = await inOrganization(admin.organizationId, tx => loadRunView(tx, id, organization.timeZone))
  return run ?? notFound()
})

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: say('run.title', { number: (await load((await params).id)).number }) }
}

export default async function Page({ params }: Props) {
  return (
    <Words
      of={[
        'approval',
        'changeKind',
        'changes',
        'export.download',
        'groups',
        'number',
        'report',
        'revert',
        'run',
        'runs.number',
      ]}
    >
      <RunPage initial={await load((await params).id)} />
    </Words>
  )
}
