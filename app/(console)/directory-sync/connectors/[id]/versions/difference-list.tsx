import { Stack, Text, Title } from '@mantine/core'
import { say } from '@/app/messages/say'
import type { SettingDifference } from '@/lib/settings/difference'
import { settingName, settingValue } from '../../setting-words'
import styles from './versions.module.css'

/** What changed from one version to the next, by section, in words: what it was and what it became. */
export function VersionDifferences({ differences }: { differences: readonly SettingDifference[] }) {
  if (differences.length === 0) return <Text c="dimmed">{say('versions.same')}</Text>
  const sections = [...new Set(differences.map(({ section }) => section))]
  return (
    <Stack gap="sm">
      {sections.map(section => (
        <div key={section}>
          <Title order={3} fz="md">
            {say(`settingSection.${section}`)}
          </Title>
          <ul className={styles.differences}>
            {differences
              .filter(difference => difference.section === section)
              .map(difference => (
                <li key={difference.path.join('.')}>
                  <bdi>{settingName(difference)}</bdi>: {said(difference)}
                </li>
              ))}
          </ul>
        </div>
      ))}
    </Stack>
  )
}

function said({ path, before, after }: SettingDifference): string {
  const [was, is] = [settingValue(path, before), settingValue(path, after)]
  if (before === null) return say('versions.added', { is })
  return after === null ? say('versions.removed', { was }) : say('versions.changed', { was, is })
}
