'use client'

import { Group, Stack, Text } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { answered } from '@/app/forms/answered'
import { ErrorSummary } from '@/app/forms/error-summary'
import { useAct } from '@/app/forms/use-act'
import type { Chosen } from '@/app/lists/chosen'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { Button } from '@/app/ui/button'
import { Checkbox } from '@/app/ui/checkbox'
import { Dialog } from '@/app/ui/dialog'
import { Facts } from '@/app/ui/facts'
import { List } from '@/app/ui/list'
import { Notice } from '@/app/ui/notice'
import { Textarea } from '@/app/ui/textarea'
import type { AccountDeed } from '@/lib/messenger/manage-accounts'
import { confirmDeed, confirmSpend, proposeDeed } from './actions'
import { NotReadyList } from './not-ready-list'
import type { ProposalView } from './proposal-view'

type Props = { deed: AccountDeed; chosen: Chosen; onClose: () => void }

/** How many, what it costs, who is mailed, who is not ready and why; then the confirmation of exactly that. */
export default function DeedDialog({ deed, chosen, onClose }: Props) {
  const router = useRouter()
  const [proposal, setProposal] = useState<ProposalView | null>(null)
  const { act, busy, problems, setProblems } = useAct()
  const [message, setMessage] = useState('')
  const [maySpend, setMaySpend] = useState(false)
  const look = async () => {
    const answer = await answered(proposeDeed({ deed, chosen }))
    if (answer.ok) setProposal(answer.value)
    else setProblems(answer.problems)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was selected when the dialog opened is looked at once
  useEffect(() => {
    look()
  }, [])
  const confirm = async () => {
    if (!proposal) return
    const confirmation = { chosen, hash: proposal.hash, message }
    const confirming =
      deed === 'manage' || deed === 'ask'
        ? confirmSpend({ deed, ...confirmation })
        : confirmDeed({ deed, ...confirmation })
    const answer = await act(confirming, { leaves: true })
    if (answer.ok) return router.push(`/users/reviews/${answer.value.reviewId}`)
    await look()
  }
  const possible = proposal !== null && proposal.people > 0 && proposal.blocked === null
  return (
    <Dialog title={say(`deed.${deed}.title`)} opened onClose={onClose} wide>
      <Stack>
        <ErrorSummary problems={problems} />
        {proposal ? (
          <Proposed deed={deed} proposal={proposal} />
        ) : problems.length === 0 ? (
          <Text role="status">{say('deed.looking')}</Text>
        ) : null}
        {deed === 'ask' ? (
          <Textarea
            label={say('deed.message')}
            description={say('deed.messageHelp')}
            value={message}
            onChange={event => setMessage(event.currentTarget.value)}
            maxLength={1_000}
            autosize
            minRows={2}
          />
        ) : null}
        {possible && proposal.paid ? (
          <Checkbox
            label={say('deed.spend')}
            checked={maySpend}
            onChange={event => setMaySpend(event.currentTarget.checked)}
          />
        ) : null}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {say('dialog.cancel')}
          </Button>
          {possible ? (
            <BusyButton busy={busy} disabled={proposal.paid && !maySpend} onClick={confirm}>
              {say(`deed.${deed}.confirm`, { people: proposal.people })}
            </BusyButton>
          ) : null}
        </Group>
      </Stack>
    </Dialog>
  )
}

function Proposed({ deed, proposal }: { deed: AccountDeed; proposal: ProposalView }) {
  return (
    <>
      {proposal.blocked ? null : <Text>{say(`deed.${deed}.intro`, { people: proposal.people })}</Text>}
      {proposal.people > 0 && proposal.facts.length > 0 && !proposal.blocked ? <Facts facts={proposal.facts} /> : null}
      {proposal.blocked ? <Notice tone="danger">{proposal.blocked}</Notice> : null}
      {proposal.warnings.length > 0 && proposal.people > 0 ? (
        <Notice tone="warn">
          <List plain>
            {proposal.warnings.map(warning => (
              <li key={warning}>{warning}</li>
            ))}
          </List>
        </Notice>
      ) : null}
      <NotReadyList title={say(`deed.${deed}.notReady`)} people={proposal.notReady} further={proposal.further} />
    </>
  )
}
