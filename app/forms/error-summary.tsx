'use client'

import { Anchor } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { say } from '@/app/messages/say'
import { List } from '@/app/ui/list'
import { Notice } from '@/app/ui/notice'
import { fieldId, type Problem } from './problem'

/**
 * Says what is wrong above the form, takes the focus, and links each line to its field. The same words stand beside the
 * field. Shown anew (a new array) it takes the focus again.
 */
export function ErrorSummary({ problems }: { problems: readonly Problem[] }) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (problems.length === 0) return
    box.current?.focus()
    const title = document.title
    document.title = say('form.errorTitle', { title })
    return () => {
      document.title = title
    }
  }, [problems])
  if (problems.length === 0) return null
  return (
    <Notice ref={box} role="alert" tone="danger" title={say('form.problem')} data-testid="error-summary">
      <List plain>
        {problems.map(problem => (
          <li key={`${problem.path} ${problem.text}`}>
            {problem.path === null ? problem.text : <FieldLink path={problem.path} text={problem.text} />}
          </li>
        ))}
      </List>
    </Notice>
  )
}

function FieldLink({ path, text }: { path: string; text: string }) {
  return (
    <Anchor
      href={`#${fieldId(path)}`}
      underline="always"
      c="var(--danger)"
      onClick={event => {
        event.preventDefault()
        document.getElementById(fieldId(path))?.focus()
      }}
    >
      {text}
    </Anchor>
  )
}
