'use client'

import { Group, Stack, Text } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { answered } from '@/app/forms/answered'
import { ErrorSummary } from '@/app/forms/error-summary'
import { useAct } from '@/app/forms/use-act'
import { say } from '@/app/messages/say'
import { backToHeading } from '@/app/ui/back-to-heading'
import { BusyButton } from '@/app/ui/busy-button'
import { Button } from '@/app/ui/button'
import { Checkbox } from '@/app/ui/checkbox'
import { Dialog } from '@/app/ui/dialog'
import { Facts } from '@/app/ui/facts'
import { Notice } from '@/app/ui/notice'
import { linkPerson, proposeDeed } from './actions'
import { ChoosePerson, type Person } from './choose-person'
import type { ProposalView } from './proposal-view'

type Props = { accountId: string; person?: Person; onClose: () => void; onLinked: () => void }

/** Says that an account is somebody's whom the rules would not find: for the seat and the cost that are shown. */
export default function LinkDialog({ accountId, person: named, onClose, onLinked }: Props) {
  const router = useRouter()
  const [proposal, setProposal] = useState<ProposalView | null>(null)
  const [person, setPerson] = useState<Person | null>(named ?? null)
  const { act, busy, problems, setProblems } = useAct()
  const [maySpend, setMaySpend] = useState(false)
  const look = async () => {
    const chosen = { list: 'unmanaged', filter: '', only: [accountId] } as const
    const answer = await answered(proposeDeed({ deed: 'manage', chosen }))
    if (answer.ok) setProposal(answer.value)
    else setProblems(answer.problems)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was selected when the dialog opened is looked at once
  useEffect(() => {
    look()
  }, [])
  const confirm = async () => {
    if (!proposal || !person) return
    const { connectorId, anchor } = person
    const answer = await act(linkPerson({ accountId, connectorId, anchor, quoteHash: proposal.hash }))
    if (!answer.ok) return look()
    backToHeading(onLinked)
    router.refresh()
  }
  const against = proposal?.notReady[0]?.why ?? proposal?.blocked
  const possible = proposal !== null && proposal.people > 0 && !against
  return (
    <Dialog title={say('deed.link.title')} opened onClose={onClose} wide>
      <Stack>
        <ErrorSummary problems={problems} />
        <Text>{say('deed.link.intro')}</Text>
        {proposal || problems.length > 0 ? null : <Text role="status">{say('deed.looking')}</Text>}
        {against ? <Notice tone="danger">{say('deed.link.cannot', { why: against })}</Notice> : null}
        {possible ? (
          <>
            <Facts facts={proposal.facts} />
            {named ? null : <ChoosePerson accountId={accountId} chosen={person} onChoose={setPerson} />}
            {proposal.paid ? (
              <Checkbox
                label={say('deed.spend')}
                checked={maySpend}
                onChange={event => setMaySpend(event.currentTarget.checked)}
              />
            ) : null}
          </>
        ) : null}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {say('dialog.cancel')}
          </Button>
          {possible && person ? (
            <BusyButton busy={busy} disabled={proposal.paid && !maySpend} onClick={confirm}>
              {say('deed.link.confirm', { name: person.name })}
            </BusyButton>
          ) : null}
        </Group>
      </Stack>
    </Dialog>
  )
}
