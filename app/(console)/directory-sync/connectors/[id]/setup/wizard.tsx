import { randomUUID } from 'node:crypto'
import { Stack, Text } from '@mantine/core'
import { CircleCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import { say } from '@/app/messages/say'
import { Words } from '@/app/messages/words'
import { Fresh } from '@/app/ui/fresh'
import { TextLink } from '@/app/ui/links'
import { PageHeading } from '@/app/ui/page-heading'
import { may } from '@/lib/access/admin'
import { ManagedNotice } from '../../managed-notice'
import type { OpenConnector } from '../../open-connector'
import { type Desk, StepDesk } from './desk'
import { KeptNotice } from './kept-notice'
import { StepToRead } from './step-to-read'
import { groups, type Step, stepTitle } from './steps'
import styles from './wizard.module.css'

type Props = { step: Step; open: OpenConnector; desk?: Desk; lead: string; children: ReactNode }

/** The frame of each step: where one is, what was typed into it before, and the step itself. */
export function Wizard({ step, open, desk, lead, children }: Props) {
  const toBeRead = open.managed !== null || !may(open.admin, 'enrollment.sync.configure')
  return (
    <Fresh id={randomUUID()}>
      <div className={styles.wizard}>
        <StepList step={step} open={open} />
        <Stack gap="lg" miw={0}>
          <PageHeading title={say(`setup.${step}`)} {...(toBeRead ? {} : { lead })} />
          <Words of={['setup']}>
            <ManagedNotice open={open} />
            {toBeRead ? (
              <StepToRead step={step} open={open} />
            ) : desk ? (
              <StepDesk key={desk.id} desk={desk}>
                <KeptNotice desk={desk} />
                {children}
              </StepDesk>
            ) : (
              children
            )}
          </Words>
        </Stack>
      </div>
    </Fresh>
  )
}

/** On a narrow screen the steps open from a line that says where one is. */
function StepList({ step, open }: Place) {
  return (
    <nav aria-label={say('setup.steps')} className={styles.steps}>
      <Text size="sm" c="dimmed">
        {open.connector.name}
      </Text>
      <details className={styles.narrow}>
        <summary>{stepTitle(step)}</summary>
        <Steps step={step} open={open} />
      </details>
      <div className={styles.wide}>
        <Steps step={step} open={open} />
      </div>
    </nav>
  )
}

function Steps({ step, open }: Place) {
  const complete = whatIsComplete(open)
  return (
    <ol className={styles.list}>
      {groups.map(({ name, steps }, index) => {
        const done = steps.every(one => complete[one])
        const one = steps.length === 1
        return (
          <li key={name} className={styles.group}>
            <div className={styles.step} aria-current={one && steps[0] === step ? 'step' : undefined}>
              <span className={styles.number} aria-hidden>
                {done ? <CircleCheck size={20} strokeWidth={1.75} /> : index + 1}
              </span>
              {one ? <StepName name={steps[0]} step={step} open={open} /> : <span>{say(`setup.${name}`)}</span>}
              {done ? <span className="visually-hidden">{say('setup.complete')}</span> : null}
            </div>
            {one ? null : <Parts steps={steps} step={step} open={open} />}
          </li>
        )
      })}
    </ol>
  )
}

type Place = { step: Step; open: OpenConnector }

/** The pages of one step. */
function Parts({ steps, ...place }: Place & { steps: readonly Step[] }) {
  return (
    <ol className={styles.parts}>
      {steps.map(name => (
        <li key={name} className={styles.step} aria-current={name === place.step ? 'step' : undefined}>
          <StepName name={name} {...place} />
        </li>
      ))}
    </ol>
  )
}

/** Any step can be opened once the connection has passed its test. */
function StepName({ name, step, open }: Place & { name: Step }) {
  const label = say(`setup.${name}`)
  if (name === step || (name !== 'connection' && !open.tested)) return <span>{label}</span>
  return (
    <span>
      <TextLink href={`/directory-sync/connectors/${open.connector.id}/setup/${name}`}>{label}</TextLink>
      {open.unsaved.some(one => one.step === name) ? (
        <Text span size="xs" c="dimmed" display="block">
          {say('setup.unsaved')}
        </Text>
      ) : null}
    </span>
  )
}

function whatIsComplete({ connector: { draft, schedule }, tested }: OpenConnector): Record<Step, boolean> {
  return {
    connection: tested,
    'organizational-units': draft.organizationalUnits !== null,
    'distribution-lists': draft.distributionLists !== undefined,
    'user-attributes': draft.mapping !== undefined,
    'inclusion-rules': draft.inclusion !== undefined,
    'exclusion-rules': draft.exclusions !== undefined,
    exclusions: draft.exclusions !== undefined,
    schedule: schedule !== null,
    safety: draft.safety !== undefined,
    review: false,
  }
}
