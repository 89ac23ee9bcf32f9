import type { ReactNode } from 'react'
import { Words } from '@/app/messages/words'

/** What the pages of Directory Sync have in common to say in the browser. */
export default function Layout({ children }: { children: ReactNode }) {
  return (
    <Words of={['changes.becomes', 'changes.empty', 'changes.was', 'check', 'error', 'survey', 'trace.values']}>
      {children}
    </Words>
  )
}
