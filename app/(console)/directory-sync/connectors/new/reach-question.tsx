'use client'

import { Stack, Text } from '@mantine/core'
import { say } from '@/app/messages/say'
import { RadioChoice } from '@/app/ui/radio-choice'
import { type Answers, hints, reaches, recommend, yesOrNo } from './recommend'

/** Where it is said why a way is recommended. */
export const becauseId = 'way-because'

type Props = { answers: Answers; onAnswers: (answers: Answers) => void }

/** For whoever does not know yet which way it will be. Nothing of it is sent or kept. */
export function ReachQuestion({ answers, onAnswers }: Props) {
  return (
    <Stack gap="xs">
      <RadioChoice
        inline
        label={say('choice.reach.question')}
        value={answers.reach}
        onChange={reach => onAnswers({ ...answers, reach })}
        options={reaches.map(value => ({ value, label: say(`choice.reach.${value}`) }))}
      />
      {answers.reach === 'unsure'
        ? hints.map(hint => (
            <RadioChoice
              key={hint}
              inline
              label={say(`choice.hint.${hint}`)}
              value={answers[hint]}
              onChange={answer => onAnswers({ ...answers, [hint]: answer })}
              options={yesOrNo.map(value => ({ value, label: say(`choice.${value}`) }))}
            />
          ))
        : null}
      <Text id={becauseId} role="status" maw="68ch">
        {said(answers)}
      </Text>
    </Stack>
  )
}

function said(answers: Answers): string {
  const found = recommend(answers)
  if (!found) return ''
  const because = say(`choice.because.${found.because}`)
  return found.way === null ? because : `${say('choice.better', { way: say(`connectorKind.${found.way}`) })} ${because}`
}
