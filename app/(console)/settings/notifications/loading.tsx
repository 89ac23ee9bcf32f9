import { ListSkeleton } from '@/app/ui/list-skeleton'
import { askedLanguage } from '@/lib/access/asked-language'

/** While the database is asked. */
export default async function Loading() {
  await askedLanguage()
  return <ListSkeleton />
}
