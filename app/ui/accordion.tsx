'use client'

import { createContext, type ReactNode, use, useId } from 'react'
import styles from './accordion.module.css'
import { useWaiting } from './use-waiting'

type Opened = { opened: readonly string[]; toggle: (name: string) => void }
const Context = createContext<Opened>({ opened: [], toggle: () => undefined })

type Props = { value: readonly string[]; onChange: (opened: string[]) => void; children: ReactNode }

/** Parts of which each shows its name, and the rest when it is opened; any number of them may be open. */
export function Accordion({ value, onChange, children }: Props) {
  const toggle = (name: string) => onChange(value.includes(name) ? value.filter(one => one !== name) : [...value, name])
  return (
    <Context value={{ opened: value, toggle }}>
      <div className={styles.parts}>{children}</div>
    </Context>
  )
}

/** One part, as the ARIA practices describe it: a heading with a button, and a region that is called like it. */
export function AccordionItem({ value, head, children }: { value: string; head: ReactNode; children: ReactNode }) {
  const { opened, toggle } = use(Context)
  const id = useId()
  const isOpen = opened.includes(value)
  return (
    <div className={styles.part}>
      <h3 className={styles.heading}>
        <button
          type="button"
          {...useWaiting()}
          id={id}
          className={styles.head}
          aria-expanded={isOpen}
          aria-controls={isOpen ? `${id}-body` : undefined}
          onClick={() => toggle(value)}
        >
          {head}
        </button>
      </h3>
      {isOpen ? (
        <section id={`${id}-body`} className={styles.body} aria-labelledby={id}>
          {children}
        </section>
      ) : null}
    </div>
  )
}
