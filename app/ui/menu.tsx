'use client'

import Link from 'next/link'
import { createContext, type KeyboardEvent, type ReactNode, use, useEffect, useId, useRef, useState } from 'react'
import styles from './menu.module.css'
import { useWaiting } from './use-waiting'

type Button = ReturnType<typeof useWaiting> & {
  'aria-haspopup': 'menu'
  'aria-expanded': boolean
  onClick: () => void
}
type Props = {
  /** The button that opens it. */
  button: (props: Button) => ReactNode
  /** Which side of the button it keeps to. */
  side: 'start' | 'end'
  children: ReactNode
}

const Chosen = createContext<() => void>(() => undefined)

/** A menu as the ARIA practices describe it: arrows, Home, End and first letters move, Escape gives the focus back. */
export function Menu({ button, side, children }: Props) {
  const [opened, setOpened] = useState(false)
  const place = useRef<HTMLDivElement>(null)
  const name = useId()
  const close = () => {
    setOpened(false)
    place.current?.querySelector<HTMLElement>('[aria-haspopup]')?.focus()
  }
  const press = (event: KeyboardEvent) => {
    if (!opened && event.key === 'ArrowDown') setOpened(true)
    else if (opened && event.key === 'Escape') close()
    else if (!opened || !moveFocus(place.current, event.key)) return
    event.preventDefault()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it hears the keys of the button and of the items, which are pressed
    <div
      ref={place}
      className={styles.place}
      onKeyDown={press}
      onBlur={event => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpened(false)
      }}
    >
      <span id={name} className={styles.button}>
        {button({
          ...useWaiting(),
          'aria-haspopup': 'menu',
          'aria-expanded': opened,
          onClick: () => setOpened(!opened),
        })}
      </span>
      {opened ? (
        <Chosen value={close}>
          <Items side={side} name={name}>
            {children}
          </Items>
        </Chosen>
      ) : null}
    </div>
  )
}

const itemsOf = (place: HTMLElement | null) => [...(place?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])]

function Items({ side, name, children }: { side: Props['side']; name: string; children: ReactNode }) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const items = itemsOf(list.current)
    const checked = items.find(item => item.getAttribute('aria-checked') === 'true')
    const first = checked ?? items[0]
    first?.focus()
  }, [])
  return (
    <div ref={list} role="menu" tabIndex={-1} aria-labelledby={name} className={styles.list} data-side={side}>
      {children}
    </div>
  )
}

/** @returns whether the key was one that moves within a menu */
function moveFocus(place: HTMLElement | null, key: string): boolean {
  const items = itemsOf(place)
  const here = items.indexOf(document.activeElement as HTMLElement)
  const steps: Record<string, number> = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: -1 }
  const to = steps[key]
  const target = to === undefined ? beginningWith(items, here, key) : items.at(to % items.length)
  target?.focus()
  return target !== undefined
}

const beginningWith = (items: HTMLElement[], here: number, key: string) =>
  key.length === 1 && key !== ' '
    ? [...items.slice(here + 1), ...items].find(item =>
        item.textContent?.trim().toLowerCase().startsWith(key.toLowerCase()),
      )
    : undefined

/** What the items are about, in words; nothing to choose. */
export const MenuNote = ({ children }: { children: ReactNode }) => <div className={styles.note}>{children}</div>

type ItemProps = { icon?: ReactNode; children: ReactNode }

/** Something to do. With `checked` it is one of several, of which one holds. */
export function MenuItem({
  icon,
  checked,
  onChoose,
  children,
}: ItemProps & { checked?: boolean; onChoose: () => void }) {
  const close = use(Chosen)
  const choose = () => {
    close()
    onChoose()
  }
  const role = checked === undefined ? { role: 'menuitem' } : { role: 'menuitemradio', 'aria-checked': checked }
  return (
    <button type="button" tabIndex={-1} className={styles.item} onClick={choose} {...role}>
      <span className={styles.words}>{children}</span>
      {icon}
    </button>
  )
}

/** Somewhere to go. */
export function MenuLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} role="menuitem" tabIndex={-1} className={styles.item} onClick={use(Chosen)}>
      {children}
    </Link>
  )
}
