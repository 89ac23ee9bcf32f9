import { Stack, Text } from '@mantine/core'
import { say } from '@/app/messages/say'
import { Reserved } from '@/app/rights/reserved'
import { Status } from '@/app/ui/status'
import type { Tone } from '@/app/ui/tone'
import { unitPath } from '@/app/ui/unit-words'
import type { DirectoryMatch, UnmanagedAccount } from '@/lib/store/unmanaged-accounts'
import type { DirectoryView } from '@/lib/store/unmanaged-list'
import { LinkPerson } from './link-person'

const tones = {
  'in-scope': 'ok',
  'look-alike': 'warn',
  'out-of-scope': 'quiet',
  excluded: 'quiet',
  disabled: 'danger',
  'not-found': 'quiet',
  'not-compared': 'quiet',
} as const satisfies Record<DirectoryView, Tone>

/** What the directory says, with whom it has and why, and the step that only a person can take. */
export function DirectoryCell({ account, mayLink }: { account: UnmanagedAccount; mayLink: boolean }) {
  const { id, directory, match } = account
  return (
    <Stack gap={2} align="flex-start">
      <Status tone={tones[directory]}>{say(`unmanaged.directory_.${directory}`)}</Status>
      {match ? (
        <Text component="details" size="xs" c="dimmed" maw={220} style={{ overflowWrap: 'anywhere' }}>
          <summary>
            {say('unmanaged.found', { name: match.displayName, rule: say(`unmanaged.rule_.${match.rule}`) })}
          </summary>
          {evidenceOf(match)}
        </Text>
      ) : null}
      {match && mayLink && match.placement === 'in' && directory !== 'disabled' && match.ownAddress === null ? (
        <Reserved to="enrollment.spend" instead={null}>
          <LinkPerson
            accountId={id}
            person={{ connectorId: match.connectorId, anchor: match.anchor, name: match.displayName }}
          />
        </Reserved>
      ) : null}
    </Stack>
  )
}

function evidenceOf({ displayName, connector, rule, email, unit, excludedBy, ownAddress }: DirectoryMatch): string {
  return [
    say('unmanaged.evidence', {
      name: displayName,
      connector,
      rule: say(`unmanaged.rule_.${rule}`),
      email: email ?? 'none',
    }),
    ...(unit ? [say('unmanaged.unit', { unit: unitPath(unit) })] : []),
    ...(excludedBy ? [say('unmanaged.excludedBy', { rule: excludedBy })] : []),
    ...(ownAddress ? [say('unmanaged.has', { address: ownAddress })] : []),
  ].join('; ')
}
