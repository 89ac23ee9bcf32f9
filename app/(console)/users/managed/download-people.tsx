'use client'

import { Anchor, Button } from '@mantine/core'
import { SelectionBar, useSelection } from '@/app/lists/select-rows'
import { say } from '@/app/messages/say'
import { useAddress } from '@/app/ui/base-path'

/** Everybody who matches, as a file. */
export function DownloadPeople({ query }: { query: string }) {
  const address = useAddress()
  return (
    <Anchor href={address(`/api/people/export${query}`)} download>
      {say('export.download')}
    </Anchor>
  )
}

/** The selected people as a file. A form sends them, because an address would be too short for many. */
export function SelectedPeople() {
  const address = useAddress()
  const { selection, filter } = useSelection()
  const whole = selection.mode === 'matching'
  return (
    <SelectionBar>
      <form action={address(`/api/people/export${whole ? filter : ''}`)} method="post">
        <input
          type="hidden"
          name={whole ? 'without' : 'only'}
          value={whole ? selection.except.join() : selection.ids.join()}
        />
        <Button type="submit">{say('export.download')}</Button>
      </form>
    </SelectionBar>
  )
}
