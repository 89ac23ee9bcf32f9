import { Text } from '@mantine/core'
import { say } from '@/app/messages/say'
import type { Connector, listVersions } from '@/lib/store/connectors'
import { changeInWords } from '../../in-words/changed-lines'
import { changedLines, settingLines } from '../../in-words/setting-lines'
import styles from './versions.module.css'

export type Version = Awaited<ReturnType<typeof listVersions>>[number]

type Props = { version: Version; before: Version | undefined; kind: Connector['kind'] }

/** What a version changed of another one, in words. */
export function Differences({ version, before, kind }: Props) {
  if (!before) return <Text>{say('versions.first', { settings: settingLines(version.settings, kind).length })}</Text>
  const changes = changedLines(before.settings, version.settings, kind)
  // A certificate or a key has no words of its own: that it is another one is said all the same.
  const unsaid = changes.length === 0 && JSON.stringify(before.settings) !== JSON.stringify(version.settings)
  return (
    <>
      <Text>
        {unsaid
          ? say('versions.otherwise', { version: before.version })
          : say('versions.since', { version: before.version, count: changes.length })}
      </Text>
      {changes.length > 0 ? (
        <ul className={styles.differences}>
          {changes.map(change => (
            <li key={change.key}>{changeInWords(change)}</li>
          ))}
        </ul>
      ) : null}
    </>
  )
}
