'use client'

import { Text } from '@mantine/core'
import { useState } from 'react'
import { readJson } from '@/app/(console)/use-job'
import { queryOf } from '@/app/lists/list-address'
import { say } from '@/app/messages/say'
import { useAddress } from '@/app/ui/base-path'
import { Button } from '@/app/ui/button'
import { useAnnounce } from '@/app/ui/live-region'
import { Table, TableTbody, TableTd, TableTh, TableThead, TableTr } from '@/app/ui/table'
import { TableRegion } from '@/app/ui/table-region'
import type { Group, GroupMember } from '@/lib/store/groups'
import type { Members } from './members-at-once'

/** Each member with whether there is an account, and whether the directory keeps it; more of them when asked. */
export function MembersTable({ group, initial }: { group: Group; initial: Members }) {
  const address = useAddress()
  const announce = useAnnounce()
  const [{ rows, more }, setMembers] = useState(initial)
  const [problem, setProblem] = useState(false)
  const last = rows.at(-1)
  const goOn = async () => {
    if (!last) return
    const query = queryOf({ name: last.name, id: last.id })
    try {
      const next = await readJson<Members>(address(`/api/groups/${group.id}/members${query}`))
      setMembers({ rows: [...rows, ...next.rows], more: next.more })
      setProblem(false)
      announce(say('members.shown', { shown: rows.length + next.rows.length }))
    } catch {
      setProblem(true)
    }
  }
  if (rows.length === 0) return <Text c="dimmed">{say('members.none')}</Text>
  return (
    <>
      <TableRegion label={say('members.title', { name: group.name })}>
        <Table verticalSpacing="xs" horizontalSpacing="md">
          <TableThead>
            <TableTr>
              <TableTh>{say('members.name')}</TableTh>
              <TableTh>{say('members.messengerUser')}</TableTh>
              <TableTh>{say('members.managedUser')}</TableTh>
            </TableTr>
          </TableThead>
          <TableTbody>
            {rows.map(member => (
              <Member key={member.id} member={member} />
            ))}
          </TableTbody>
        </Table>
      </TableRegion>
      {problem ? (
        <Text c="var(--danger)" role="alert">
          {say('members.failed')}
        </Text>
      ) : null}
      {more ? (
        <div>
          <Button variant="default" onClick={goOn}>
            {say('members.more')}
          </Button>
        </div>
      ) : null}
    </>
  )
}

function Member({ member: { name, type, managed } }: { member: GroupMember }) {
  const answer = (yes: boolean) =>
    type === 'Group' ? say('members.notApplicable') : say(yes ? 'members.yes' : 'members.no')
  return (
    <TableTr>
      <TableTh scope="row" fw={400}>
        <bdi>{name}</bdi>
      </TableTh>
      <TableTd>{answer(true)}</TableTd>
      <TableTd>{answer(managed === true)}</TableTd>
    </TableTr>
  )
}
