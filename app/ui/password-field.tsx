'use client'

import { PasswordInput } from '@mantine/core'
import type { ComponentProps } from 'react'
import { say } from '@/app/messages/say'

/** A password that can be shown; a refused one says so to everybody, which the kit's own field does not. */
export function PasswordField(props: ComponentProps<typeof PasswordInput>) {
  return (
    <PasswordInput
      {...props}
      aria-invalid={props.error ? true : undefined}
      visibilityToggleButtonProps={{ 'aria-label': say('form.showPassword') }}
    />
  )
}
