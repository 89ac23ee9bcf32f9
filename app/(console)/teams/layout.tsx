import type { ReactNode } from 'react'
import { Words } from '@/app/messages/words'

/** What the lists of teams say in the browser. */
export default function Layout({ children }: { children: ReactNode }) {
  return <Words of={['changes.filter.clear', 'export.download', 'listing', 'views']}>{children}</Words>
}
