import type { ReactNode } from 'react'
import { Words } from '@/app/messages/words'

/** What the lists of teams say in the browser, and the decisions about teams that were selected in them. */
export default function Layout({ children }: { children: ReactNode }) {
  return (
    <Words of={['changes.filter.clear', 'export.download', 'listing', 'views']}>
      <Words
        of={[
          'bringIn.maySpend',
          'deed.more',
          'deed.who',
          'deed.why',
          'quote.perMonth',
          'quote.seats',
          'teamDeed',
          'teams.name',
        ]}
      >
        {children}
      </Words>
    </Words>
  )
}
