'use client'

import { Stack, Text } from '@mantine/core'
import { useRouter, useSearchParams } from 'next/navigation'
import { useEffect, useState } from 'react'
import { queryOf } from '@/app/lists/list-address'
import { say } from '@/app/messages/say'
import { Dialog } from '@/app/ui/dialog'
import type { Group } from '@/lib/store/groups'
import type { Members } from './members-at-once'
import { MembersTable } from './members-table'

export type Opened = { group: Group; members: Members }

/** Who is in a group or list, over the list it stands in. The address names it, so that it can be linked and closed with Back. */
export function MembersDialog({ opened, path }: { opened: Opened | null; path: string }) {
  const router = useRouter()
  const search = useSearchParams()
  const [shown, setShown] = useState(opened)
  useEffect(() => {
    // While it closes, what was shown stays in it.
    if (opened) setShown(opened)
  }, [opened])
  const close = () => {
    const { members: _, ...rest } = Object.fromEntries(search)
    router.push(`${path}${queryOf(rest)}`, { scroll: false })
  }
  const name = shown?.group.name ?? ''
  return (
    <Dialog title={say('members.title', { name })} opened={opened !== null} onClose={close} wide>
      {shown ? (
        <Stack gap="md">
          <MembersTable key={shown.group.id} group={shown.group} initial={shown.members} />
          <Unlisted group={shown.group} />
        </Stack>
      ) : null}
    </Dialog>
  )
}

/** Members that the directory has and Messenger does not: they are counted, and not known by name here. */
function Unlisted({ group: { kind, outside, others, membersKnown, effectiveMembers } }: { group: Group }) {
  if (kind !== 'list') return null
  return (
    <Stack gap={4}>
      <Text>{say('members.effective', { people: effectiveMembers })}</Text>
      {outside > 0 ? <Text>{say('members.outside', { people: outside })}</Text> : null}
      {others > 0 ? <Text>{say('members.others', { people: others })}</Text> : null}
      {membersKnown ? null : <Text c="var(--warn)">{say('members.unknown')}</Text>}
    </Stack>
  )
}
