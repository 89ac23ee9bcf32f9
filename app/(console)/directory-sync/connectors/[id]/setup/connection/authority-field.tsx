'use client'

import { FileInput, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useFormContext } from 'react-hook-form'
import { answered } from '@/app/forms/answered'
import { fieldId, type Problem, problemAt } from '@/app/forms/problem'
import { settingSentence } from '@/app/forms/setting-sentence'
import { say } from '@/app/messages/say'
import { RadioChoice } from '@/app/ui/radio-choice'
import { useHears } from '@/app/ui/use-waiting'
import { inspectAuthority } from '../../../actions'
import type { ConnectionForm } from '../../../connection-form'
import { PinnedKeys } from './pinned-keys'

const path = 'connection.ca'
const largest = 65_536

type Props = { problems: readonly Problem[]; onProblems: (problems: Problem[]) => void }

/** Which authority signed the server's certificate: a public one, or the company's own, uploaded as PEM or DER. */
export function AuthorityField({ problems, onProblems }: Props) {
  const { setValue, getValues } = useFormContext<ConnectionForm>()
  const stored = getValues(path)
  const [own, setOwn] = useState(stored !== null)
  const [subject, setSubject] = useState<string | null>(null)
  const hears = useHears()

  const choose = (value: string) => {
    setOwn(value === 'own')
    setSubject(null)
    setValue(path, value === 'own' ? '' : null)
  }
  const upload = async (file: File | null) => {
    if (!file) return
    const refuse = (text: string) => onProblems([{ path, text, code: path }])
    if (file.size > largest) return refuse(settingSentence('certificate-too-large'))
    const answer = await answered(inspectAuthority({ base64: await base64Of(file) }))
    if (!answer.ok) return refuse(answer.problems.map(problem => problem.text).join(' '))
    onProblems([])
    setSubject(answer.value.subject)
    setValue(path, answer.value.pem)
  }
  return (
    <Stack gap="sm">
      <RadioChoice
        label={say('connection.authority')}
        value={own ? 'own' : 'public'}
        onChange={choose}
        options={(['public', 'own'] as const).map(value => ({ value, label: say(`connector.${value}Authority`) }))}
      />
      {own ? (
        <Stack gap={4} ps={28}>
          <FileInput
            disabled={!hears}
            id={fieldId(path)}
            label={say('connection.authorityFile')}
            description={say('connection.authorityHelp')}
            placeholder={say(stored ? 'connection.replaceFile' : 'connection.chooseFile')}
            accept=".pem,.cer,.crt,.der"
            onChange={upload}
            error={problemAt(problems, path)}
          />
          {subject ? (
            <Text size="sm">{say('connection.authorityRead', { subject })}</Text>
          ) : stored ? (
            <Text size="sm">{say('connection.authorityStored')}</Text>
          ) : null}
        </Stack>
      ) : null}
      <PinnedKeys />
    </Stack>
  )
}

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  return btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''))
}
