'use client'

import { type ComponentPropsWithRef, type ReactNode, useId } from 'react'
import styles from './checkbox.module.css'
import { useWaiting } from './use-waiting'

type Props = Omit<ComponentPropsWithRef<'input'>, 'type' | 'className'> & {
  label?: ReactNode
  description?: ReactNode
  error?: string | undefined
  /** Some of what it stands for is chosen. */
  indeterminate?: boolean
}

/** A box to check, with its label and what it means. */
export const Checkbox = (props: Props) => <CheckInput type="checkbox" {...props} />

/** One of a group of which one is chosen. */
export const RadioButton = (props: Props) => <CheckInput type="radio" {...props} />

function CheckInput({ label, description, error, indeterminate = false, ref, ...input }: Props & { type: string }) {
  const own = useId()
  const id = input.id ?? own
  const about = [description ? `${id}-description` : null, error ? `${id}-error` : null].filter(part => part !== null)
  return (
    <div className={styles.root}>
      <input
        {...input}
        {...useWaiting()}
        id={id}
        className={input.type === 'radio' ? `${styles.box} ${styles.round}` : styles.box}
        aria-describedby={about.join(' ') || undefined}
        aria-invalid={error ? true : undefined}
        ref={element => {
          if (element) element.indeterminate = indeterminate
          if (typeof ref === 'function') ref(element)
          else if (ref) ref.current = element
        }}
      />
      {label || description || error ? (
        <div className={styles.words}>
          {label ? <label htmlFor={id}>{label}</label> : null}
          {description ? (
            <div id={`${id}-description`} className={styles.description}>
              {description}
            </div>
          ) : null}
          {error ? (
            <div id={`${id}-error`} className={styles.error}>
              {error}
            </div>
          ) : null}
        </div>
      ) : null}
    </div>
  )
}

/** The box alone, for what is itself a thing to check, as an item of a tree. */
export const CheckMark = ({ checked, indeterminate }: { checked: boolean; indeterminate: boolean }) => (
  <span
    aria-hidden
    className={styles.box}
    data-checked={checked || undefined}
    data-indeterminate={indeterminate || undefined}
  />
)
