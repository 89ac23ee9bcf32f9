'use client'

import { Combobox, Text, Textarea, useCombobox } from '@mantine/core'
import { use, useRef } from 'react'
import { say } from '@/app/messages/say'
import { completions } from './completions'
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
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() })
  const caret = area.current?.selectionStart ?? text.length
  const { from, options } = completions(text, caret, known)

  const take = (value: string) => {
    onText(text.slice(0, from) + value + text.slice(caret))
    combobox.closeDropdown()
    requestAnimationFrame(() => {
      area.current?.focus()
      area.current?.setSelectionRange(from + value.length, from + value.length)
    })
  }
  return (
    <Combobox store={combobox} onOptionSubmit={take} position="bottom-start" withinPortal={false}>
      <Combobox.Target withKeyboardNavigation={combobox.dropdownOpened && options.length > 0}>
        <Textarea
          ref={area}
          id={id}
          label={say('mapping.expression')}
          description={say('mapping.expressionHelp')}
          error={error ?? fault}
          value={text}
          onChange={event => {
            onText(event.currentTarget.value)
            combobox.openDropdown()
          }}
          onBlur={() => combobox.closeDropdown()}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={2_000}
          spellCheck={false}
          dir="ltr"
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={options.length === 0}>
        <Combobox.Options aria-label={say('mapping.completions')}>
          {options.map(({ value, usage }) => (
            <Combobox.Option key={value} value={value}>
              <Text span className="technical" size="sm">
                {value}
              </Text>
              {usage ? (
                <Text span size="xs" c="dimmed" ms="sm">
                  {usage}
                </Text>
              ) : null}
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
