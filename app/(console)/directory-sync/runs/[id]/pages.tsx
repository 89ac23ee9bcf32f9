'use client'

import { Pagination } from '@mantine/core'
import { say } from '@/app/messages/say'

/** Numbered pages; nothing when there is one. */
export function Pages(props: { total: number; page: number; onPage: (page: number) => void }) {
  if (props.total <= 1) return null
  return (
    <nav aria-label={say('pages.label')}>
      <Pagination
        total={props.total}
        value={props.page}
        onChange={props.onPage}
        getItemProps={page => ({ 'aria-label': say('pages.number', { page }) })}
        getControlProps={control => ({ 'aria-label': say(`pages.${control as 'next'}`) })}
      />
    </nav>
  )
}
