'use client'

import type { TextInputProps } from '@mantine/core'
import { X } from 'lucide-react'
import { type KeyboardEvent, useId, useState } from 'react'
import { say } from '@/app/messages/say'
import { TextInput } from '@/app/ui/text-input'
import { Suggestions } from './attribute-input'
import { useAnnounce } from './live-region'
import { useWaiting } from './use-waiting'
import styles from './words-input.module.css'

type Props = Omit<TextInputProps, 'value' | 'onChange'> & {
  words: readonly string[]
  onWords: (words: string[]) => void
  /** What ends a word while one types or pastes; Enter always does. */
  split: RegExp
  most: number
  suggested?: readonly string[]
}

/** Several words in one box: Enter adds one, Backspace in an empty box takes the last away, and each has its own button. */
export function WordsInput({ words, onWords, split, most, suggested, ...props }: Props) {
  const [typed, setTyped] = useState('')
  const offered = useId()
  const announce = useAnnounce()
  const add = (text: string) => {
    const fresh = text.split(split).map(word => word.trim())
    const next = [...new Set([...words, ...fresh.filter(word => word !== '')])].slice(0, most)
    if (next.length > words.length) onWords(next)
    setTyped('')
  }
  const waiting = useWaiting()
  const remove = (word: string) => {
    onWords(words.filter(one => one !== word))
    announce(say('words.removed', { word }))
  }
  const press = (event: KeyboardEvent) => {
    const last = words.at(-1)
    if (event.key === 'Enter') {
      event.preventDefault()
      add(typed)
    } else if (event.key === 'Backspace' && typed === '' && last !== undefined) remove(last)
  }
  return (
    <div>
      <TextInput
        {...props}
        value={typed}
        list={suggested ? offered : undefined}
        onChange={event => {
          const text = event.currentTarget.value
          if (split.test(text)) add(text)
          else setTyped(text)
        }}
        onKeyDown={press}
        onBlur={() => add(typed)}
        spellCheck={false}
        autoComplete="off"
      />
      {suggested ? <Suggestions id={offered} words={suggested} /> : null}
      {words.length > 0 ? (
        <ul className={styles.words}>
          {words.map(word => (
            <li key={word} className={styles.word}>
              <bdi>{word}</bdi>
              <button
                type="button"
                {...waiting}
                aria-label={say('words.remove', { word })}
                onClick={() => remove(word)}
              >
                <X size={14} strokeWidth={2} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}
