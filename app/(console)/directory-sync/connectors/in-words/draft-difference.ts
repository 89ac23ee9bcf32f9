import type { ConnectorDraft, ConnectorSettings, FurtherSettings } from '@/lib/settings/connector'
import type { Connector } from '@/lib/store/connectors'
import { changeInWords } from './changed-lines'
import { changedLines } from './setting-lines'

/** Stands where nothing is chosen yet, on both sides alike. */
const nothing: Pick<ConnectorSettings, 'connection' | 'organizationalUnits'> = {
  connection: { hosts: [], security: 'ldaps', ca: null, baseDn: null, userId: '' },
  organizationalUnits: { mode: 'none' },
}

/** What these parts would change of a draft, in words. */
export function draftDifference(
  draft: ConnectorDraft & FurtherSettings,
  parts: Partial<ConnectorDraft>,
  kind: Connector['kind'],
): string[] {
  const whole = ({ connection, organizationalUnits, ...others }: ConnectorDraft & FurtherSettings) => ({
    ...others,
    connection: connection ?? nothing.connection,
    organizationalUnits: organizationalUnits ?? nothing.organizationalUnits,
  })
  return changedLines(whole(draft), whole({ ...draft, ...parts }), kind).map(changeInWords)
}
