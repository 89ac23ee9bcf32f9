import { flushSync } from 'react-dom'

/** Makes a change that takes away what was pressed, and leads the focus to the page's `h1` instead of losing it (WCAG 2.4.3). */
export function backToHeading(change: () => void): void {
  flushSync(change)
  document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true })
}
