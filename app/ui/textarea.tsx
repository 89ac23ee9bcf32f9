'use client'

import { InputBase, type InputBaseProps } from '@mantine/core'
import type { ComponentPropsWithRef } from 'react'
import styles from './textarea.module.css'
import { useHears } from './use-waiting'

type Props = InputBaseProps &
  Omit<ComponentPropsWithRef<'textarea'>, keyof InputBaseProps> & {
    /** Lines at least. */
    minRows?: number
    /** It grows with what is typed, where the browser can. */
    autosize?: boolean
  }

/** A text of several lines. */
export function Textarea({ minRows, rows = minRows, autosize, ...props }: Props) {
  const input = autosize ? `${styles.input} ${styles.grows}` : `${styles.input}`
  const hears = useHears()
  return (
    <InputBase
      component="textarea"
      multiline
      rows={rows}
      classNames={{ input }}
      {...props}
      readOnly={!hears || props.readOnly}
    />
  )
}
