'use client'

import { TextInput as KitTextInput, type TextInputProps } from '@mantine/core'
import { useHears } from './use-waiting'

/** One line of text. What is typed before its script is there would be forgotten, so until then nothing can be. */
export function TextInput(props: TextInputProps) {
  const hears = useHears()
  return <KitTextInput {...props} readOnly={!hears || props.readOnly} />
}
