import { Group, Text } from '@mantine/core'
import { say } from '@/app/messages/say'
import { Reserved } from '@/app/rights/reserved'
import { Card } from '@/app/ui/card'
import { Facts } from '@/app/ui/facts'
import { LinkButton } from '@/app/ui/links'
import type { ConnectorSettings } from '@/lib/settings/connector'
import { stepLines } from '../../in-words/step-lines'
import type { OpenConnector } from '../../open-connector'
import { placesAround, type Step } from './steps'
import styles from './wizard-footer.module.css'

/** So many units, rules and people are shown; the configuration file has all of them. */
const shown = 300

/** A step that is set on an agent's machine, or by others: everything to be read, nothing to be changed. */
export function StepToRead({ step, open }: { step: Step; open: OpenConnector }) {
  const { connector } = open
  const settings = open.managed ? open.live : draftOf(open)
  const lines = settings ? stepLines(step, settings, connector) : []
  const places = placesAround(connector.id, step)
  return (
    <>
      {open.managed ? null : <Reserved to="enrollment.sync.configure" />}
      <Card>
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

/** What the steps have set so far; null = not enough yet to be put in words. */
function draftOf({ connector, settings }: OpenConnector): ConnectorSettings | null {
  const { connection, organizationalUnits } = connector.draft
  return connection && organizationalUnits ? { ...settings, connection, organizationalUnits } : null
}
