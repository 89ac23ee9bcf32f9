import { Group, Text } from '@mantine/core'
import { Circle, CircleCheck } from 'lucide-react'
import { say } from '@/app/messages/say'
import { Reserved } from '@/app/rights/reserved'
import { Card } from '@/app/ui/card'
import { TextLink } from '@/app/ui/links'
import type { Connector } from '@/lib/store/connectors'
import styles from './getting-started.module.css'

type Step = { name: 'domain' | 'connect' | 'choose' | 'approve' | 'schedule'; done: boolean; href: string | null }

/** The way from nothing to a synchronization that runs by itself; gone once it was walked. */
export function GettingStarted({
  connectors,
  domains,
}: {
  connectors: readonly Connector[]
  domains: readonly string[]
}) {
  const steps = stepsOf(connectors, domains)
  const done = steps.filter(step => step.done).length
  if (done === steps.length) return null
  return (
    <Card title={say('started.title', { done, all: steps.length })} id="getting-started">
      <ol className={styles.steps}>
        {steps.map(step => (
          <li key={step.name}>
            <Group gap="xs" wrap="nowrap" align="flex-start">
              {step.done ? (
                <CircleCheck size={20} strokeWidth={1.5} color="var(--ok)" aria-hidden />
              ) : (
                <Circle size={20} strokeWidth={1.5} color="var(--text-3)" aria-hidden />
              )}
              <Text component="span">
                {step.done || step.href === null ? (
                  say(`started.${step.name}`)
                ) : (
                  <Reserved to="enrollment.sync.configure" instead={say(`started.${step.name}`)}>
                    <TextLink href={step.href}>{say(`started.${step.name}`)}</TextLink>
                  </Reserved>
                )}
                <span className="visually-hidden"> {say(step.done ? 'started.done' : 'started.open')}</span>
              </Text>
            </Group>
          </li>
        ))}
      </ol>
    </Card>
  )
}

function stepsOf(connectors: readonly Connector[], domains: readonly string[]): Step[] {
  const [first] = connectors
  const setup = first ? `/directory-sync/connectors/${first.id}/setup` : '/directory-sync/connectors/new'
  const some = (is: (connector: Connector) => boolean) => connectors.some(is)
  return [
    { name: 'domain', done: domains.length > 0, href: null },
    { name: 'connect', done: some(({ testedHash }) => testedHash !== null), href: `${setup}/connection` },
    {
      name: 'choose',
      done: some(({ draft }) => draft.organizationalUnits !== null),
      href: `${setup}/organizational-units`,
    },
    { name: 'approve', done: some(({ domainSid }) => domainSid !== null), href: `${setup}/review` },
    {
      name: 'schedule',
      done: some(({ schedule }) => schedule !== null),
      href: first ? `/directory-sync/connectors/${first.id}/schedule` : null,
    },
  ]
}
