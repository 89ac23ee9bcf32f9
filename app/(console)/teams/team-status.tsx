import { say } from '@/app/messages/say'
import { Status } from '@/app/ui/status'
import type { Tone } from '@/app/ui/tone'
import type { TeamManagement, TeamStatus } from '@/lib/settings/teams'

const managements = {
  found: 'quiet',
  'owner-asked': 'held',
  approved: 'ok',
  declined: 'warn',
  moving: 'accent',
  managed: 'ok',
  'left-alone': 'quiet',
} as const satisfies Record<TeamManagement, Tone>
const statuses = { active: 'ok', suspended: 'warn', gone: 'warn' } as const satisfies Record<TeamStatus, Tone>

/** How far a team is on its way under management. */
export const ManagementStatus = ({ management }: { management: TeamManagement }) => (
  <Status tone={managements[management]}>{say(`teamManagement.${management}`)}</Status>
)

export const TeamStatusMark = ({ status }: { status: TeamStatus }) => (
  <Status tone={statuses[status]}>{say(`teamStatus.${status}`)}</Status>
)
