'use client'

import { Anchor } from '@mantine/core'
import type { ReactNode } from 'react'
import { say } from '@/app/messages/say'
import { useAddress } from '@/app/ui/base-path'
import { Button } from '@/app/ui/button'
import { SelectionBar, useSelection } from './select-rows'

/** Where the file comes from, below the base path: `/api/people/export`. */
type From = { path: string }

/** All rows that match, as a file. */
export function DownloadRows({ path, query }: From & { query: string }) {
  const address = useAddress()
  return (
    <Anchor href={address(`${path}${query}`)} download>
      {say('export.download')}
    </Anchor>
  )
}

/** The selected rows as a file. A form sends them, because an address would be too short for many. */
export function SelectedRows({ path, children }: From & { children?: ReactNode }) {
  const address = useAddress()
  const { selection, filter } = useSelection()
  const whole = selection.mode === 'matching'
  return (
    <SelectionBar>
      {children}
      <form action={address(`${path}${whole ? filter : ''}`)} method="post">
        <input
          type="hidden"
          name={whole ? 'without' : 'only'}
          value={whole ? selection.except.join() : selection.ids.join()}
        />
        <Button type="submit" variant={children ? 'default' : 'filled'}>
          {say('export.download')}
        </Button>
      </form>
    </SelectionBar>
  )
}
