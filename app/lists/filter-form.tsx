'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, Fragment, type ReactNode, useEffect, useRef, useTransition } from 'react'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { TextLink } from '@/app/ui/links'
import { WorksAlone } from '@/app/ui/use-waiting'
import { queryOf } from './list-address'
import styles from './lists.module.css'

/** Names of fields and what is in them. */
type Props = {
  /** What the list is narrowed by now: when it becomes another, the fields are made anew, and the form stays. */
  shown: string
  path: string
  kept: Readonly<Record<string, string | undefined>>
  filtered: boolean
  children: ReactNode
}

/**
 * What a list is narrowed by. It asks with GET, so that the result has an address and it works without a script; with one,
 * the rows stay until the new ones are there.
 */
export function FilterForm({ shown, path, kept, filtered, children }: Props) {
  const router = useRouter()
  const [busy, start] = useTransition()
  const form = useRef<HTMLFormElement>(null)
  const before = useRef(shown)
  // The field or the link that had the focus went with what was shown before.
  useEffect(() => {
    const lost = before.current !== shown && document.activeElement === document.body
    before.current = shown
    if (lost) form.current?.querySelector<HTMLElement>('[type=submit]')?.focus({ preventScroll: true })
  }, [shown])
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = [...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value)] as const)
    start(() => router.push(`${path}${queryOf(Object.fromEntries(fields))}`))
  }
  return (
    <search>
      <form ref={form} data-works-alone className={styles.filters} onSubmit={submit} aria-busy={busy}>
        {Object.entries(kept).map(([name, value]) =>
          value ? <input key={name} type="hidden" name={name} value={value} /> : null,
        )}
        <WorksAlone value>
          <Fragment key={shown}>{children}</Fragment>
          <BusyButton type="submit" variant="default" busy={busy}>
            {say('listing.apply')}
          </BusyButton>
        </WorksAlone>
        {filtered ? (
          <TextLink href={`${path}${queryOf(kept)}`} py={8}>
            {say('changes.filter.clear')}
          </TextLink>
        ) : null}
      </form>
    </search>
  )
}
