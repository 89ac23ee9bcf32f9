'use client'

import { type KeyboardEvent, use, useId, useRef, useState } from 'react'
import { say } from '@/app/messages/say'
import { Textarea } from '@/app/ui/textarea'
import { completions } from './completions'
import styles from './expression-field.module.css'
import { KnownNames } from './form'

type Props = {
  id: string
  error: string | undefined
  text: string
  fault: string | null
  onText: (text: string) => void
}

/** An expression in CEL, with what could be written at the caret below it: arrows choose, Enter takes, Escape closes. */
export function ExpressionField({ id, error, text, fault, onText }: Props) {
  const known = use(KnownNames)
  const area = useRef<HTMLTextAreaElement>(null)
  const list = useId()
  /** Which completion the arrows stand on; null while none are shown. */
  const [at, setAt] = useState<number | null>(null)
  const caret = area.current?.selectionStart ?? text.length
  const { from, options } = completions(text, caret, known)
  const shown = at !== null && options.length > 0
  const optionId = (index: number) => `${list}-${index}`

  const take = (value: string) => {
    onText(text.slice(0, from) + value + text.slice(caret))
    setAt(null)
    requestAnimationFrame(() => {
      area.current?.focus()
      area.current?.setSelectionRange(from + value.length, from + value.length)
    })
  }
  const press = (event: KeyboardEvent) => {
    if (!shown) return
    const chosen = options[at]
    if (event.key === 'ArrowDown') setAt((at + 1) % options.length)
    else if (event.key === 'ArrowUp') setAt((Math.max(at, 0) + options.length - 1) % options.length)
    else if (event.key === 'Escape') setAt(null)
    else if (event.key === 'Enter' && chosen) take(chosen.value)
    else return
    event.preventDefault()
  }
  return (
    <div className={styles.place}>
      <Textarea
        ref={area}
        id={id}
        label={say('mapping.expression')}
        description={say('mapping.expressionHelp')}
        error={error ?? fault}
        value={text}
        onChange={event => {
          onText(event.currentTarget.value)
          setAt(-1)
        }}
        onKeyDown={press}
        onBlur={() => setAt(null)}
        aria-autocomplete="list"
        aria-controls={shown ? list : undefined}
        aria-activedescendant={shown && at >= 0 ? optionId(at) : undefined}
        rows={3}
        maxLength={2_000}
        spellCheck={false}
        dir="ltr"
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      />
      {shown ? (
        <div id={list} role="listbox" aria-label={say('mapping.completions')} className={styles.options}>
          {options.map(({ value, usage }, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are heard by the box, which keeps the focus
            // biome-ignore lint/a11y/useFocusableInteractive: the box keeps the focus and names the option it stands on
            <div
              key={value}
              id={optionId(index)}
              role="option"
              aria-selected={index === at}
              className={styles.option}
              onMouseDown={event => event.preventDefault()}
              onClick={() => take(value)}
            >
              <span className="technical">{value}</span>
              {usage ? <span className={styles.usage}>{usage}</span> : null}
            </div>
          ))}
        </div>
      ) : null}
    </div>
  )
}
