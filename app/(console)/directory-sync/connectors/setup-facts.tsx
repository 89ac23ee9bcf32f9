import { say } from '@/app/messages/say'
import { Facts } from '@/app/ui/facts'
import { TextLink } from '@/app/ui/links'
import { Technical } from '@/app/ui/technical'
import type { ConnectionSettings } from '@/lib/settings/connection'
import type { Connector } from '@/lib/store/connectors'
import { scheduleInWords } from './schedule/schedule-in-words'
import { unitsInWords } from './units-in-words'

/** A draft's settings as names and values; with `change` each line leads to the step that changes it. */
export function SetupFacts(props: { connector: Connector; passwordSaved: boolean; change?: boolean }) {
  const { connector } = props
  const { connection, organizationalUnits } = connector.draft
  const link = (step: string, field: string) =>
    props.change
      ? {
          action: (
            <TextLink href={`/directory-sync/connectors/${connector.id}/setup/${step}`}>
              {say('review.change')}
              <span className="visually-hidden"> {field}</span>
            </TextLink>
          ),
        }
      : {}
  const line = (step: string, label: string, value: React.ReactNode) => ({ label, value, ...link(step, label) })
  const at = 'connection'
  return (
    <Facts
      facts={[
        line(at, say('connector.name'), connector.name),
        line(at, say('connector.kind'), say(`connectorKind.${connector.kind}`)),
        ...(connection
          ? [
              line(
                at,
                say('connector.server'),
                <Technical>{connection.hosts.map(({ host, port }) => `${host}:${port}`).join(', ')}</Technical>,
              ),
              line(at, say('connector.security'), say(`connector.${connection.security}`)),
              line(at, say('connector.authority'), say(trustOf(connection))),
              line(
                at,
                say('connector.base'),
                connection.baseDn ? <Technical>{connection.baseDn}</Technical> : say('connector.automatic'),
              ),
              line(at, say('connector.userId'), <Technical>{connection.userId}</Technical>),
              line(at, say('connector.password'), say(props.passwordSaved ? 'connector.saved' : 'connector.notYet')),
            ]
          : [line(at, say('connector.server'), say('connector.notYet'))]),
        line('organizational-units', say('connector.people'), unitsInWords(organizationalUnits)),
        line('schedule', say('connector.schedule'), scheduleInWords(connector.schedule)),
      ]}
    />
  )
}

const trustOf = ({ ca, pins }: ConnectionSettings) =>
  pins && pins.length > 0 ? 'connector.pinned' : ca ? 'connector.ownAuthority' : 'connector.publicAuthority'
