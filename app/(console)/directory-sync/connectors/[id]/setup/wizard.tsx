import { Stack, Text } from '@mantine/core'
import { CircleCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import { say } from '@/app/messages/say'
import { TextLink } from '@/app/ui/links'
import { PageHeading } from '@/app/ui/page-heading'
import type { OpenConnector } from '../../open-connector'
import { type Step, steps, stepTitle } from './steps'
import styles from './wizard.module.css'

type Props = { step: Step; open: OpenConnector; lead: string; children: ReactNode }

/** The frame of each step: where one is, and the step itself. */
export function Wizard({ step, open, lead, children }: Props) {
  return (
    <div className={styles.wizard}>
      <StepList step={step} open={open} />
      <Stack gap="lg" miw={0}>
        <PageHeading title={say(`setup.${step}`)} lead={lead} />
        {children}
      </Stack>
    </div>
  )
}

function StepList({ step, open }: { step: Step; open: OpenConnector }) {
  const { connector, tested } = open
  const complete: Record<Step, boolean> = {
    connection: tested,
    'organizational-units': connector.draft.organizationalUnits !== null,
    schedule: connector.schedule !== null,
    review: false,
  }
  return (
    <nav aria-label={say('setup.steps')} className={styles.steps}>
      <Text size="sm" c="dimmed">
        {connector.name}
      </Text>
      <Text fw={600} className={styles.narrow}>
        {stepTitle(step)}
      </Text>
      <ol className={styles.list}>
        {steps.map((name, index) => {
          const reachable = name === 'connection' || tested
          const label = say(`setup.${name}`)
          return (
            <li key={name} aria-current={name === step ? 'step' : undefined} className={styles.step}>
              <span className={styles.number} aria-hidden>
                {complete[name] ? <CircleCheck size={20} strokeWidth={1.75} /> : index + 1}
              </span>
              {name === step || !reachable ? (
                <span>{label}</span>
              ) : (
                <TextLink href={`/directory-sync/connectors/${connector.id}/setup/${name}`}>{label}</TextLink>
              )}
              {complete[name] ? <span className="visually-hidden">{say('setup.complete')}</span> : null}
            </li>
          )
        })}
      </ol>
    </nav>
  )
}
