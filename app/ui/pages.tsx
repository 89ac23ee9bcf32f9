'use client'

import { say } from '@/app/messages/say'
import { Button } from './button'
import styles from './pages.module.css'
import { shownPages } from './shown-pages'

type Props = { label: string; total: number; page: number; onPage: (page: number) => void }

/** Numbered pages; nothing when there is one. The label tells them from others on the same page. */
export function Pages({ label, total, page, onPage }: Props) {
  if (total <= 1) return null
  return (
    <nav aria-label={label}>
      <ul className={styles.pages}>
        <li>
          <Button variant="default" disabled={page <= 1} onClick={() => onPage(page - 1)}>
            {say('pages.previous')}
          </Button>
        </li>
        {shownPages(page, total).map((number, at) => (
          <li key={number ?? `left-out-${at > 1}`}>
            {number === null ? (
              <span aria-hidden>…</span>
            ) : (
              <Button
                variant={number === page ? 'filled' : 'default'}
                className={styles.page}
                aria-label={say('pages.number', { page: number })}
                aria-current={number === page ? 'page' : undefined}
                onClick={() => onPage(number)}
              >
                {number}
              </Button>
            )}
          </li>
        ))}
        <li>
          <Button variant="default" disabled={page >= total} onClick={() => onPage(page + 1)}>
            {say('pages.next')}
          </Button>
        </li>
      </ul>
    </nav>
  )
}
