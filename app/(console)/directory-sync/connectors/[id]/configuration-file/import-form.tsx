'use client'

import { FileInput, Group, Stack, Text, Title } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import { answered } from '@/app/forms/answered'
import { ErrorSummary } from '@/app/forms/error-summary'
import { fieldId, type Problem } from '@/app/forms/problem'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { List } from '@/app/ui/list'
import { Notice } from '@/app/ui/notice'
import { Textarea } from '@/app/ui/textarea'
import { useHears } from '@/app/ui/use-waiting'
import { importConfiguration } from './actions'
import { checkFile, type Reading, useLookUp } from './check-file'
import { largestUpload } from './largest-upload'

/** A file is chosen or pasted, checked, and shown as what it would change; only then it becomes the draft. */
export function ImportForm({ connectorId }: { connectorId: string }) {
  const router = useRouter()
  const [text, setText] = useState('')
  const [problems, setProblems] = useState<Problem[]>([])
  const [reading, setReading] = useState<Reading | null>(null)
  const [busy, setBusy] = useState(false)
  const lookUp = useLookUp()

  const write = (next: string) => {
    setText(next)
    setReading(null)
  }
  const choose = async (file: File | null) => {
    if (!file) return
    if (file.size > largestUpload) return refuse('tooLarge')
    setProblems([])
    write(await file.text())
  }
  const refuse = (word: 'tooLarge' | 'empty') => {
    setReading(null)
    setProblems([{ path: 'text', text: say(`configFile.${word}`), code: word }])
  }
  const ready = (): boolean => {
    if (text.trim() === '') refuse('empty')
    else if (new Blob([text]).size > largestUpload) refuse('tooLarge')
    else return true
    return false
  }
  const check = async () => {
    if (!ready()) return
    setBusy(true)
    setReading(null)
    const answer = await checkFile({ connectorId, text }, lookUp)
    setBusy(false)
    setProblems(answer.ok ? [] : answer.problems)
    if (answer.ok) setReading(answer.value)
  }
  const accept = async () => {
    if (!ready() || !reading) return
    setBusy(true)
    const answer = await answered(importConfiguration({ connectorId, text, jobs: reading.jobs }))
    if (answer.ok) return router.push(`/directory-sync/connectors/${connectorId}/setup/connection`)
    setBusy(false)
    setReading(null)
    setProblems(answer.problems)
  }
  return (
    <Stack>
      <ErrorSummary problems={problems} />
      <FileInput
        disabled={!useHears()}
        label={say('configFile.file')}
        description={say('configFile.fileHelp')}
        placeholder={say('configFile.choose')}
        accept=".yaml,.yml,.json"
        onChange={choose}
        maw={640}
      />
      <Textarea
        id={fieldId('text')}
        label={say('configFile.text')}
        value={text}
        onChange={event => write(event.currentTarget.value)}
        spellCheck={false}
        autosize
        minRows={8}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        error={problems.length > 0 ? say('configFile.wrong', { count: problems.length }) : undefined}
      />
      <Group>
        <BusyButton variant={reading ? 'default' : 'filled'} busy={busy} onClick={check}>
          {say('configFile.check')}
        </BusyButton>
      </Group>
      {reading ? <Review reading={reading} busy={busy} onAccept={accept} /> : null}
    </Stack>
  )
}

/** What the file would change. It takes the focus when it appears, so that it is read. */
function Review({ reading, busy, onAccept }: { reading: Reading; busy: boolean; onAccept: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const { differences, notes } = reading
  return (
    <Stack>
      <Title order={3} ref={heading} tabIndex={-1}>
        {differences ? say('configFile.differences', { count: differences.length }) : say('configFile.firstOne')}
      </Title>
      {differences && differences.length > 0 ? (
        <List>
          {differences.map(text => (
            <li key={text}>{text}</li>
          ))}
        </List>
      ) : null}
      {notes.map(text => (
        <Notice key={text} tone="accent">
          {text}
        </Notice>
      ))}
      <Text>{say('configFile.nothingYet')}</Text>
      <Group>
        <BusyButton busy={busy} onClick={onAccept}>
          {say('configFile.continue')}
        </BusyButton>
      </Group>
    </Stack>
  )
}
