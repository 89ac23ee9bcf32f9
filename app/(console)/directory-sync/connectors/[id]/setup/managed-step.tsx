import { Group, Text } from '@mantine/core'
import { say } from '@/app/messages/say'
import { Card } from '@/app/ui/card'
import { Facts } from '@/app/ui/facts'
import { LinkButton } from '@/app/ui/links'
import { stepLines } from '../../in-words/step-lines'
import type { OpenConnector } from '../../open-connector'
import { placesAround, type Step } from './steps'
import styles from './wizard-footer.module.css'

/** So many units, rules and people are shown; the configuration file has all of them. */
const shown = 300

/** A step of a connector that is set on an agent's machine: everything to be read, nothing to be changed. */
export function ManagedStep({ step, open: { connector, live } }: { step: Step; open: OpenConnector }) {
  const lines = live ? stepLines(step, live, connector) : []
  const places = placesAround(connector.id, step)
  return (
    <>
      <Card title={say(`setup.${step}`)} id="managed-step">
        {lines.length === 0 ? (
          <Text c="dimmed">{say('managedOn.nothingHere')}</Text>
        ) : (
          <Facts facts={lines.slice(0, shown).map(({ label, value }) => ({ label, value }))} />
        )}
        {lines.length > shown ? (
          <Text c="dimmed">{say('settingsPage.more', { count: lines.length - shown })}</Text>
        ) : null}
      </Card>
      <Group className={styles.footer} justify="space-between">
        <LinkButton variant="default" href={places.back}>
          {say('setup.back')}
        </LinkButton>
        <LinkButton href={places.continue}>{say(step === 'review' ? 'managedOn.done' : 'managedOn.next')}</LinkButton>
      </Group>
    </>
  )
}
