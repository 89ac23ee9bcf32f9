import { ListSkeleton } from '@/app/ui/skeleton'
import { askedLanguage } from '@/lib/access/asked-language'

/**
 * While the database is asked. Only beside a page that has nothing below it and is always there: once something is shown, an
 * address of nothing can no longer be answered with 404.
 */
export default async function ListLoading() {
  await askedLanguage()
  return <ListSkeleton />
}
