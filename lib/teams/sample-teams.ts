import type { PlanType, TeamManagement, TeamStatus } from '@/lib/settings/teams'

/**
 * A team that people of the sample company are in. Its owner is a person of the company, one who has left it, or somebody
 * outside; then come so many more people of the company and from outside, the first of each the same in every team.
 */
export type SampleTeam = {
  name: string
  owner: 'ours' | 'left' | 'outside'
  ours: number
  outside: number
  planType?: PlanType
  /** Days since it was paid, days paid for, and what for, in cents. */
  paid?: { since: number; days: number; amount: number }
  status?: TeamStatus
  management?: Extract<TeamManagement, 'found' | 'declined' | 'left-alone' | 'approved'>
  reason?: string
  description?: string
  /** Days since somebody wrote in it; null = nobody ever did. */
  idle?: number | null
}

const monthly = (people: number, since: number) => ({ since, days: 30, amount: people * 800 })
const yearly = (people: number, since: number) => ({ since, days: 365, amount: people * 9_600 })

/** What makes each of them worth a look, and then the usual ones. */
const special: readonly SampleTeam[] = [
  { name: 'Night Shift', owner: 'ours', ours: 11, outside: 3, planType: 'premium', paid: monthly(14, 10), idle: 0 },
  { name: 'Road Trip', owner: 'outside', ours: 4, outside: 9, idle: 2 },
  { name: 'Finance', owner: 'ours', ours: 8, outside: 0, description: 'Has the name of a department', idle: 1 },
  {
    name: 'Trade Fair Berlin',
    owner: 'left',
    ours: 6,
    outside: 4,
    planType: 'premium',
    paid: yearly(10, 100),
    idle: 40,
  },
  { name: 'Suppliers', owner: 'ours', ours: 3, outside: 22, idle: 0 },
  {
    ...{ name: 'Design Agency', owner: 'outside', ours: 5, outside: 6, planType: 'premium-subscription' },
    ...{ paid: yearly(11, 200), management: 'approved', idle: 3 },
  },
  {
    ...{
      name: 'Football',
      owner: 'ours',
      ours: 9,
      outside: 5,
      management: 'left-alone',
      reason: 'A club, not the company',
    },
    idle: 6,
  },
  {
    ...{ name: 'Alumni', owner: 'outside', ours: 2, outside: 14, management: 'declined', idle: 12 },
    reason: 'Most of us have left the company',
  },
  { name: 'Everybody', owner: 'ours', ours: 45, outside: 0, idle: 0 },
  { name: 'Everybody and Friends', owner: 'ours', ours: 45, outside: 12, idle: 0 },
  { name: 'Prototype', owner: 'ours', ours: 0, outside: 0, idle: null },
  { name: 'Old Intranet', owner: 'left', ours: 7, outside: 0, status: 'suspended', idle: 420 },
  { name: 'Expired Plan', owner: 'ours', ours: 4, outside: 1, planType: 'premium', paid: monthly(5, 45), idle: 16 },
  { name: 'צוות הרצליה', owner: 'ours', ours: 3, outside: 2, description: 'Written from right to left', idle: 1 },
  { name: '=1+1', owner: 'ours', ours: 2, outside: 1, description: 'Looks like a formula', idle: 9 },
]

const usual = [
  ...['Warehouse North', 'Warehouse South', 'Fleet', 'Dispatch', 'Packaging', 'Returns', 'Customs', 'Cold Chain'],
  ...['Launch 2027', 'Website', 'Newsletter', 'Photo Pool', 'Interns', 'Mentoring', 'Women in Logistics', 'Canteen'],
  ...['Bike to Work', 'Summer Party', 'Book Club', 'First Aid', 'Green Office', 'Lisbon Office', 'Porto Project'],
  ...['Data Guild', 'Help Desk'],
] as const

export const sampleTeams: readonly SampleTeam[] = [
  ...special,
  ...usual.map((name, at): SampleTeam => {
    const ours = 2 + ((at * 7) % 12)
    const paid = at % 5 === 2 ? { planType: 'premium' as const, paid: monthly(ours + 1, at) } : {}
    return {
      name,
      owner: at % 9 === 4 ? 'outside' : 'ours',
      ours,
      outside: (at * 5) % 4,
      idle: (at * 11) % 90,
      ...paid,
    }
  }),
]

/** People of the company whom its directory does not have, so that no synchronization brings them under management. */
const first = [
  ...['Ilse', 'Bram', 'Noor', 'Tariq', 'Solveig', 'Anouk', 'Dario', 'Keziah', 'Mirela', 'Oisin', 'Petra', 'Yusuf'],
]
const last = ['Vandermeer', 'Okonkwo', 'Lindqvist', 'Barrientos']
export const sampleColleagues: readonly string[] = last.flatMap(family => first.map(given => `${given} ${family}`))

/** What keeps some of them from coming along, by their place in the list. */
export const sampleBarriers = {
  'not-registered': [7, 19],
  'on-hold': [12],
  'in-another-organization': [23],
  deactivated: [1, 30],
} as const

export const sampleOutsiders: readonly string[] = [
  ...[
    'Marta Nowak',
    'Jules Renard',
    'Chen Wei',
    'Amara Diallo',
    'Pekka Salo',
    'Lucia Ferri',
    'Tom Baker',
    'Rita Gomes',
  ],
  ...['Hans Vogel', 'Ewa Zych', 'Omar Haddad', 'Nina Berg', 'Paul Stern', 'Vera Kos', 'Igor Lem', 'Sara Holt'],
  ...['Luis Prado', 'Mei Tan', 'Karl Iversen', 'Rosa Blum', 'Finn Dahl', 'Ada Conti', 'Max Roth', 'Zoe Marsh'],
]
