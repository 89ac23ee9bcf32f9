import { titled } from '@/app/messages/titled'
import type { TeamsQuery } from '../load-teams'
import { TeamsPage } from '../teams-page'

export const generateMetadata = titled('teams.unmanaged.title')

export default async function Page({ searchParams }: { searchParams: Promise<TeamsQuery> }) {
  return <TeamsPage which="unmanaged" asked={await searchParams} />
}
