import { say } from '@/app/messages/say'
import { Facts } from '@/app/ui/facts'
import { TextLink } from '@/app/ui/links'
import { Technical } from '@/app/ui/technical'
import type { FurtherSettings } from '@/lib/settings/connector'
import type { Connector } from '@/lib/store/connectors'
import { serversOf, trustOf } from './in-words/connection-lines'
import { mappingInWords } from './in-words/mapping-lines'
import { incomingInWords, joiningInWords, protectedInWords } from './in-words/rule-lines'
import { leavingInWords, safetyInWords } from './in-words/safety-lines'
import { inclusionInWords, listsInWords } from './in-words/scope-lines'
import { unitsInWords } from './in-words/units-in-words'
import { scheduleInWords } from './schedule/schedule-in-words'

type Props = { connector: Connector; settings: FurtherSettings; passwordSaved: boolean; change?: boolean }

/** Of agents it is on their machines alone. */
const passwordText = ({ connector, passwordSaved }: Props): string =>
  connector.kind === 'agent' ? say('agents.passwordThere') : say(passwordSaved ? 'connector.saved' : 'connector.notYet')

/** A draft's settings as names and values; with `change` each line leads to the step that changes it. */
export function SetupFacts(props: Props) {
  const { connector, settings } = props
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
              line(at, say('connector.server'), <Technical>{serversOf(connection)}</Technical>),
              line(at, say('connector.security'), say(`connector.${connection.security}`)),
              ...(connector.kind === 'agent' ? [] : [line(at, say('connector.authority'), say(trustOf(connection)))]),
              line(
                at,
                say('connector.base'),
                connection.baseDn ? <Technical>{connection.baseDn}</Technical> : say('connector.automatic'),
              ),
              line(at, say('connector.userId'), <Technical>{connection.userId}</Technical>),
              line(at, say('connector.password'), passwordText(props)),
            ]
          : [line(at, say('connector.server'), say('connector.notYet'))]),
        line('organizational-units', say('connector.people'), unitsInWords(organizationalUnits)),
        line('distribution-lists', say('setup.distribution-lists'), listsInWords(settings.distributionLists)),
        line('user-attributes', say('setup.user-attributes'), mappingInWords(settings.mapping)),
        line('user-attributes', say('joining.title'), joiningInWords(settings.joining)),
        line('inclusion-rules', say('setup.inclusion-rules'), inclusionInWords(settings.inclusion)),
        line('exclusion-rules', say('setup.exclusion-rules'), incomingInWords(settings.exclusions)),
        line('exclusions', say('setup.exclusions'), protectedInWords(settings.exclusions)),
        line('schedule', say('connector.schedule'), scheduleInWords(connector.schedule)),
        line('safety', say('setup.safety'), safetyInWords(settings.safety)),
        line('safety', say('leaving.title'), leavingInWords(settings.leaving)),
      ]}
    />
  )
}
