'use client'

import { say } from '@/app/messages/say'
import { Checkbox } from '@/app/ui/checkbox'
import { type Choice, choosing, isChosen } from './choice'

export type Choosing = { choice: Choice | null; onChoice: (choice: Choice) => void }

type Props = {
  choice: Choice
  onChoice: (choice: Choice) => void
  row: { anchor: string; waits: boolean }
  name: string
}

/** Whether a row is to be carried out; nothing for a row that no approval would carry out. */
export function ChooseCheckbox({ choice, onChoice, row: { anchor, waits }, name }: Props) {
  if (!waits) return null
  return (
    <Checkbox
      aria-label={say('approval.approve', { person: name })}
      checked={isChosen(choice, anchor)}
      onChange={event => onChoice(choosing(choice, anchor, event.currentTarget.checked))}
    />
  )
}
