'use client'

import { Group, Text, Title } from '@mantine/core'
import type { Facets } from '@/app/api/runs/[id]/facets/route'
import { say } from '@/app/messages/say'
import { Button } from '@/app/ui/button'
import { TextLink } from '@/app/ui/links'
import type { ChangeSearch } from './change-search'
import styles from './run.module.css'

type Chosen = Pick<ChangeSearch, 'problem' | 'about'>
type Props = { causes: Facets['causes']; chosen: Chosen; onChoose: (chosen: Chosen) => void }

const isChosen = (chosen: Chosen, { code, about }: Facets['causes'][number]) =>
  chosen.problem === code && chosen.about === about

/** What is wrong with the directory's data, the most frequent first, each with its remedy and the people it concerns. */
export function Causes({ causes, chosen, onChoose }: Props) {
  if (causes.length === 0) return null
  return (
    <section aria-labelledby="causes">
      <Title order={3} id="causes">
        {say('changes.causes')}
      </Title>
      <ul className={styles.causes}>
        {causes.map(cause => (
          <li key={cause.key}>
            <Group justify="space-between" gap="xs">
              <Text maw={760} component="div">
                {cause.text}
                {cause.remedies.map(({ href, text }) => (
                  <span key={href} data-off-paper>
                    {' '}
                    <TextLink href={href}>{text}</TextLink>
                  </span>
                ))}
              </Text>
              <Button
                size="compact-sm"
                variant="default"
                data-off-paper
                aria-pressed={isChosen(chosen, cause)}
                aria-label={`${say('changes.showCause')}: ${cause.text}`}
                onClick={() =>
                  onChoose(
                    isChosen(chosen, cause)
                      ? { problem: null, about: null }
                      : { problem: cause.code, about: cause.about },
                  )
                }
              >
                {say('changes.showCause')}
              </Button>
            </Group>
          </li>
        ))}
      </ul>
    </section>
  )
}
