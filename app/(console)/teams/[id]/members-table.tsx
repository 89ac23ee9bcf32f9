import { Text } from '@mantine/core'
import { say } from '@/app/messages/say'
import { Status } from '@/app/ui/status'
import { Table, TableTbody, TableTd, TableTh, TableThead, TableTr } from '@/app/ui/table'
import { TableRegion } from '@/app/ui/table-region'
import type { Tone } from '@/app/ui/tone'
import type { TeamMember } from '@/lib/store/team-members'
import { sentence } from '@/lib/words/words'

const tones = { managed: 'ok', unmanaged: 'quiet', external: 'accent' } as const satisfies Record<string, Tone>

/** Who is in the team, whose they are, and why somebody did not come along. */
export function MembersTable({ rows }: { rows: readonly TeamMember[] }) {
  return (
    <TableRegion label={say('teams.members')}>
      <Table verticalSpacing="sm" horizontalSpacing="md">
        <TableThead>
          <TableTr>
            <TableTh scope="col">{say('managed.name')}</TableTh>
            <TableTh scope="col">{say('team.role')}</TableTh>
            <TableTh scope="col">{say('team.kind')}</TableTh>
          </TableTr>
        </TableThead>
        <TableTbody>
          {rows.map(member => (
            <Member key={member.id} member={member} />
          ))}
        </TableTbody>
      </Table>
    </TableRegion>
  )
}

function Member({ member }: { member: TeamMember }) {
  const { account, adoptionBecause } = member
  const kind = account === null ? 'external' : account.managed ? 'managed' : 'unmanaged'
  const because = account?.managed ? null : (adoptionBecause ?? account?.notReady ?? null)
  return (
    <TableTr>
      <TableTh scope="row">
        <bdi>{member.name}</bdi>
        <Text size="xs" c="dimmed" fw={400}>
          {member.email}
        </Text>
      </TableTh>
      <TableTd>{say(`teamRole.${member.role}`)}</TableTd>
      <TableTd>
        <Status tone={tones[kind]}>{say(`memberKind.${kind}`)}</Status>
        {because ? (
          <Text size="xs" c="dimmed">
            {sentence(because, {}, 'teams')}
          </Text>
        ) : null}
      </TableTd>
    </TableTr>
  )
}
