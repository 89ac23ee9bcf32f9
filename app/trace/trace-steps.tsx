import { Text } from '@mantine/core'
import { CircleCheck, CircleDashed, CircleX, type LucideIcon } from 'lucide-react'
import { say } from '@/app/messages/say'
import { Facts } from '@/app/ui/facts'
import styles from './trace.module.css'
import type { StepView, TraceView, ValueView } from './trace-view'

const icons: Record<StepView['outcome'], LucideIcon> = {
  passed: CircleCheck,
  stopped: CircleX,
  'not-asked': CircleDashed,
}

/** How a person came to what happens to them: each stage's question, its answer, and the values it looked at. */
export function TraceSteps({ trace }: { trace: TraceView }) {
  return (
    <ol className={styles.steps}>
      {trace.steps.map(step => (
        <Step key={step.stage} step={step} />
      ))}
    </ol>
  )
}

function Step({ step }: { step: StepView }) {
  const Icon = icons[step.outcome]
  return (
    <li className={styles.step} data-stage={step.stage} data-outcome={step.outcome}>
      <Icon size={20} strokeWidth={1.75} aria-hidden className={styles.icon} />
      <div>
        <Text fw={600}>
          {step.question} <span className="visually-hidden">{step.outcomeText}</span>
        </Text>
        <Text c={step.outcome === 'not-asked' ? 'dimmed' : undefined}>{step.answer}</Text>
        {step.problems.map(problem => (
          <Text key={problem} size="sm" c="var(--warn)">
            {problem}
          </Text>
        ))}
        <Values values={step.values} about={step.question} />
      </div>
    </li>
  )
}

function Values({ values, about }: { values: readonly ValueView[]; about: string }) {
  if (values.length === 0) return null
  return (
    <details className={styles.values}>
      <summary>
        {say('trace.values', { count: values.length })}
        <span className="visually-hidden">: {about}</span>
      </summary>
      <Facts
        facts={values.map((value, at) => ({ label: labelled(value, at, values), value: <Value value={value} /> }))}
      />
    </details>
  )
}

/** Two values of one name, as two holds, are told apart. */
const labelled = ({ label }: ValueView, at: number, all: readonly ValueView[]): string => {
  const before = all.slice(0, at).filter(other => other.label === label).length
  return before === 0 ? label : `${label} ${before + 1}`
}

function Value({ value: { value, from, changes } }: { value: ValueView }) {
  if (!changes) return <bdi>{value ?? '—'}</bdi>
  return (
    <>
      {from === null ? null : (
        <>
          <span className="visually-hidden">{say('changes.was')} </span>
          <del>
            <bdi>{from}</bdi>
          </del>
          <span aria-hidden> → </span>
          <span className="visually-hidden">{say('changes.becomes')} </span>
        </>
      )}
      <ins className={styles.inserted}>{value === null ? say('changes.empty') : <bdi>{value}</bdi>}</ins>
    </>
  )
}
