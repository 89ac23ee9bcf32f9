'use client'

import type { ComponentProps, ReactNode } from 'react'
import styles from './button.module.css'
import { useWaiting } from './use-waiting'

/** How a button looks, whatever it is. */
export type ButtonLook = {
  variant?: 'filled' | 'default' | 'subtle' | 'outline'
  size?: 'xs' | 'compact-sm' | 'compact-md'
  color?: 'accent' | 'danger' | 'quiet' | 'held'
  leftSection?: ReactNode
  rightSection?: ReactNode
}

/** What a button, or a link that looks like one, is given for it, apart from what it says. */
export function lookOf({ variant = 'filled', size, color = 'accent' }: ButtonLook, className?: string) {
  return {
    className: className ? `${styles.button} ${className}` : styles.button,
    ...{ 'data-variant': variant, 'data-size': size, 'data-color': color },
  }
}

/** Its words, with what stands beside them. */
export const ButtonWords = ({ leftSection, rightSection, children }: ButtonLook & { children: ReactNode }) => (
  <>
    {leftSection}
    <span className={styles.words}>{children}</span>
    {rightSection}
  </>
)

/** Says all of its words at every width: it grows in height, never past the page (WCAG 1.4.10). */
export function Button({
  variant,
  size,
  color,
  leftSection,
  rightSection,
  className,
  children,
  ...props
}: ButtonLook & ComponentProps<'button'>) {
  return (
    <button type="button" {...props} {...useWaiting()} {...lookOf({ variant, size, color }, className)}>
      <ButtonWords leftSection={leftSection} rightSection={rightSection}>
        {children}
      </ButtonWords>
    </button>
  )
}

/** A link out of the module, or to a file, that looks like a button. */
export function AnchorButton({
  variant,
  size,
  color,
  leftSection,
  rightSection,
  className,
  children,
  ...props
}: ButtonLook & ComponentProps<'a'>) {
  return (
    <a {...props} {...lookOf({ variant, size, color }, className)}>
      <ButtonWords leftSection={leftSection} rightSection={rightSection}>
        {children}
      </ButtonWords>
    </a>
  )
}

/** A button with nothing but a picture; its label says what it does. */
export const IconButton = (props: ComponentProps<'button'> & { 'aria-label': string }) => (
  <button type="button" {...props} {...useWaiting()} className={styles.icon} />
)
