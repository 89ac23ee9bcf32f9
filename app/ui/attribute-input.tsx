'use client'

import type { TextInputProps } from '@mantine/core'
import { useId } from 'react'
import { TextInput } from '@/app/ui/text-input'

type Props = Omit<TextInputProps, 'onChange'> & { attributes: readonly string[]; onChange: (value: string) => void }

/** The name of an attribute: the usual ones are offered while one types, and any other can be typed. */
export function AttributeInput({ attributes, onChange, ...props }: Props) {
  const usual = useId()
  return (
    <>
      <TextInput
        {...props}
        list={usual}
        onChange={event => onChange(event.currentTarget.value)}
        spellCheck={false}
        autoComplete="off"
      />
      <Suggestions id={usual} words={attributes} />
    </>
  )
}

/** What the browser offers in a box that names it as its `list`. */
export const Suggestions = ({ id, words }: { id: string; words: readonly string[] }) => (
  <datalist id={id}>
    {words.map(word => (
      <option key={word} value={word} />
    ))}
  </datalist>
)
