'use client'

import { Anchor, type AnchorProps, Button, type ButtonProps } from '@mantine/core'
import Link from 'next/link'
import type { ReactNode } from 'react'

type To = { href: string; scroll?: boolean; children: ReactNode }

/** A link inside the module that looks like a button. */
export function LinkButton(props: ButtonProps & To) {
  return <Button component={Link} {...props} />
}

/** A link inside the module in running text. */
export function TextLink(props: AnchorProps & To) {
  return <Anchor component={Link} underline="always" {...props} />
}
