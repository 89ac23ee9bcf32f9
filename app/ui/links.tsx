'use client'

import { Anchor, type AnchorProps } from '@mantine/core'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { type ButtonLook, ButtonWords, lookOf } from './button'
import { Going } from './going'

type To = { href: string; scroll?: boolean; prefetch?: boolean; children: ReactNode }

/** A link inside the module that looks like a button. */
export function LinkButton({ variant, size, color, leftSection, rightSection, children, ...to }: ButtonLook & To) {
  return (
    <Link {...to} {...lookOf({ variant, size, color })}>
      <ButtonWords leftSection={leftSection} rightSection={rightSection}>
        {children}
        <Going />
      </ButtonWords>
    </Link>
  )
}

/** A link inside the module in running text. */
export function TextLink({ children, ...props }: AnchorProps & To & { 'aria-label'?: string }) {
  return (
    <Anchor component={Link} underline="always" {...props}>
      {children}
      <Going />
    </Anchor>
  )
}
