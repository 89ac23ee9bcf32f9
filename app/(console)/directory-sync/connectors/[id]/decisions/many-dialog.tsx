'use client'

import { Group, Stack, Text } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { ErrorSummary } from '@/app/forms/error-summary'
import { fieldId, type Problem, problemAt } from '@/app/forms/problem'
import { useAct } from '@/app/forms/use-act'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { Button } from '@/app/ui/button'
import { Checkbox } from '@/app/ui/checkbox'
import { Dialog } from '@/app/ui/dialog'
import { useAnnounce } from '@/app/ui/live-region'
import { Table, TableTbody, TableTd, TableTh, TableThead, TableTr } from '@/app/ui/table'
import { TableRegion } from '@/app/ui/table-region'
import { Textarea } from '@/app/ui/textarea'
import type { JoinChoice } from '@/lib/sync/join-question'
import { decideMany } from './actions'
import type { PersonOfMany } from './people-of-many'

export type ManyDone = { decided: number; left: { name: string; text: string }[] }
type Props = {
  connectorId: string
  choice: JoinChoice
  people: readonly PersonOfMany[]
  onClose: () => void
  onDone: (done: ManyDone) => void
}
const reasonPath = 'many.reason'

/** Whom the choice is about, with what it means for each; some may be left out of it. It is decided as it is shown here. */
export function ManyDialog({ connectorId, choice, people, onClose, onDone }: Props) {
  const router = useRouter()
  const announce = useAnnounce()
  const [except, setExcept] = useState<ReadonlySet<string>>(new Set())
  const [reason, setReason] = useState('')
  const { act, busy, problems, setProblems } = useAct()
  const chosen = people.filter(({ anchor }) => !except.has(anchor))

  const decide = async () => {
    const missing = whatIsMissing(chosen, reason)
    if (missing.length > 0) return setProblems(missing)
    const asShown = chosen.map(({ anchor, accountId, evidenceHash }) => ({ anchor, accountId, evidenceHash }))
    const answer = await act(decideMany({ connectorId, choice, reason, people: asShown }))
    if (!answer.ok) return
    const { decided, left } = answer.value
    const nameOf = (anchor: string) => people.find(one => one.anchor === anchor)?.name ?? anchor
    onDone({ decided, left: left.map(({ anchor, text }) => ({ name: nameOf(anchor), text })) })
    announce(say('decisions.manyDone', { decided, left: left.length }))
    router.refresh()
  }
  return (
    <Dialog wide opened title={say(`decisions.many.${choice}`, { people: people.length })} onClose={onClose}>
      <Stack>
        <ErrorSummary problems={problems} />
        <Text>{say('decisions.manyHelp')}</Text>
        <People people={people} except={except} onExcept={setExcept} />
        <Textarea
          id={fieldId(reasonPath)}
          label={say('decisions.reason')}
          description={say('decisions.reasonHelp')}
          value={reason}
          onChange={event => setReason(event.currentTarget.value)}
          autosize
          minRows={2}
          maxLength={2000}
          error={problemAt(problems, reasonPath)}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            {say('decisions.cancel')}
          </Button>
          <BusyButton busy={busy} onClick={decide}>
            {say('decisions.decideMany', { people: chosen.length })}
          </BusyButton>
        </Group>
      </Stack>
    </Dialog>
  )
}

type PeopleProps = {
  people: readonly PersonOfMany[]
  except: ReadonlySet<string>
  onExcept: (except: ReadonlySet<string>) => void
}

function People({ people, except, onExcept }: PeopleProps) {
  const label = say('decisions.manyPeople')
  const turn = (anchor: string) =>
    onExcept(except.has(anchor) ? new Set([...except].filter(one => one !== anchor)) : new Set([...except, anchor]))
  return (
    <TableRegion label={label}>
      <Table aria-label={label}>
        <TableThead>
          <TableTr>
            <TableTh scope="col">{say('decisions.person')}</TableTh>
            <TableTh scope="col">{say('decisions.means')}</TableTh>
            <TableTh scope="col">{say('decisions.against')}</TableTh>
          </TableTr>
        </TableThead>
        <TableTbody>
          {people.map(({ anchor, name, means, against }) => (
            <TableTr key={anchor}>
              <TableTh scope="row" fw={400}>
                <Checkbox label={<bdi>{name}</bdi>} checked={!except.has(anchor)} onChange={() => turn(anchor)} />
              </TableTh>
              <TableTd>{means}</TableTd>
              <TableTd>{against.join(', ') || say('decisions.nothing')}</TableTd>
            </TableTr>
          ))}
        </TableTbody>
      </Table>
    </TableRegion>
  )
}

function whatIsMissing(chosen: readonly PersonOfMany[], reason: string): Problem[] {
  const nobody = { path: null, text: say('decisions.nobodyChosen'), code: 'nobody-chosen' }
  const unsaid = { path: reasonPath, text: say('decisions.reasonMissing'), code: 'decision-reason-missing' }
  return [...(chosen.length === 0 ? [nobody] : []), ...(reason.trim() === '' ? [unsaid] : [])]
}
