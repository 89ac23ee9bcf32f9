import type { ReactNode } from 'react'
import { Words } from '@/app/messages/words'

/** What the pages about one connector have in common to say in the browser. */
export default function Layout({ children }: { children: ReactNode }) {
  return <Words of={['tabs']}>{children}</Words>
}
