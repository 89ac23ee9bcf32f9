import type { ReactNode } from 'react'
import { Words } from '@/app/messages/words'

/** What the lists of people and groups say in the browser. */
export default function Layout({ children }: { children: ReactNode }) {
  return (
    <Words of={['changes.filter.clear', 'deed', 'dialog', 'export.download', 'listing', 'members', 'views']}>
      {children}
    </Words>
  )
}
