'use client'

import { Group, Stack, Text } from '@mantine/core'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { Card } from '@/app/ui/card'
import { Notice } from '@/app/ui/notice'
import { Technical } from '@/app/ui/technical'
import type { InclusionCount } from '@/lib/connectors/job-request'
import styles from './inclusion.module.css'
import type { RuleCheck } from './use-rule-check'

type Props = { check: RuleCheck; filter: string; onCheck: () => void }

/** Whom the rule would let in, of the people in the chosen units. A rule that was not checked is not saved. */
export function RuleCount({ check, filter, onCheck }: Props) {
  return (
    <Card title={say('inclusion.count')} id="rule-count">
      {filter ? <Technical>{filter}</Technical> : null}
      <Group>
        <BusyButton variant="default" busy={check.busy} onClick={onCheck}>
          {say('inclusion.check')}
        </BusyButton>
        {check.busy ? <Text role="status">{say('mapping.checking')}</Text> : null}
      </Group>
      {check.trouble ? <Notice tone="danger">{check.trouble}</Notice> : null}
      {check.found && !check.busy && check.asked === filter ? (
        <>
          {check.found.faults.map(text => (
            <Notice key={text} tone="danger">
              {text}
            </Notice>
          ))}
          {check.found.count ? <Count count={check.found.count} /> : null}
        </>
      ) : null}
    </Card>
  )
}

function Count({ count: { matching, others, partial, samples } }: { count: InclusionCount }) {
  return (
    <Stack gap="sm">
      <Text fw={600} role="status" data-testid="rule-count-result">
        {say(partial ? 'inclusion.atLeast' : 'inclusion.counted', { matching, others })}
      </Text>
      {matching === 0 ? <Notice tone="warn">{say('inclusion.nobody')}</Notice> : null}
      <div className={styles.samples}>
        <Sample title={say('inclusion.in')} people={samples.matching} />
        <Sample title={say('inclusion.out')} people={samples.others} />
      </div>
    </Stack>
  )
}

type Unmet = InclusionCount['samples']['others'][number]['unmet']
type Somebody = { name: string; dn: string; unmet?: Unmet }

function Sample({ title, people }: { title: string; people: readonly Somebody[] }) {
  if (people.length === 0) return null
  return (
    <div>
      <Text size="sm" c="dimmed">
        {title}
      </Text>
      <ul>
        {people.map(({ name, dn, unmet }) => (
          <li key={dn}>
            <bdi>{name}</bdi>
            {unmet ? (
              <Text size="sm" c="dimmed">
                {inWords(unmet)}
              </Text>
            ) : null}
          </li>
        ))}
      </ul>
    </div>
  )
}

function inWords({ condition, attribute, values }: NonNullable<Unmet>): string {
  if (attribute === null) return say('inclusion.unmet', { condition })
  return values.length === 0
    ? say('inclusion.unmetNoValue', { attribute })
    : say('inclusion.unmetValue', { attribute, value: values.join(', ') })
}
