'use client'

import { Pagination } from '@mantine/core'
import { say } from '@/app/messages/say'

/** Numbered pages; nothing when there is one. The label tells them from others on the same page. */
export function Pages(props: { label: string; total: number; page: number; onPage: (page: number) => void }) {
  if (props.total <= 1) return null
  return (
    <nav aria-label={props.label}>
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
