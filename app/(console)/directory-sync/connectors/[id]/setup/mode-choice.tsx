import { fieldId, type Problem, problemAt } from '@/app/forms/problem'
import { say } from '@/app/messages/say'
import { RadioChoice } from '@/app/ui/radio-choice'

type Props<M extends string> = {
  /** Where the step's words begin. */
  words: 'units' | 'lists'
  path: string
  modes: readonly M[]
  value: M
  onChange: (mode: M) => void
  problems: readonly Problem[]
}

/** The question that a step begins with: all, none, or some that are chosen. */
export function ModeChoice<M extends 'all' | 'chosen' | 'none'>({ words, path, modes, problems, ...choice }: Props<M>) {
  return (
    <RadioChoice
      {...choice}
      leading
      id={fieldId(path)}
      label={say(`${words}.question`)}
      error={problemAt(problems, path)}
      options={modes.map(value => ({
        value,
        label: say(`${words}.mode.${value}`),
        help: say(`${words}.modeHelp.${value}`),
      }))}
    />
  )
}
