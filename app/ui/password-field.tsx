'use client'

import type { TextInputProps } from '@mantine/core'
import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { say } from '@/app/messages/say'
import { TextInput } from '@/app/ui/text-input'
import { IconButton } from './button'

/** A password that can be shown. */
export function PasswordField(props: TextInputProps) {
  const [shown, setShown] = useState(false)
  const Icon = shown ? EyeOff : Eye
  return (
    <TextInput
      {...props}
      type={shown ? 'text' : 'password'}
      rightSection={
        <IconButton aria-label={say('form.showPassword')} aria-pressed={shown} onClick={() => setShown(!shown)}>
          <Icon size={18} strokeWidth={1.5} aria-hidden />
        </IconButton>
      }
    />
  )
}
