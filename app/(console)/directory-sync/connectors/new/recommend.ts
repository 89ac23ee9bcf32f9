export const reaches = ['yes', 'no', 'unsure'] as const
export const yesOrNo = ['yes', 'no'] as const
/** What whoever is not sure is asked instead. */
export const hints = ['published', 'passwordOutside', 'server'] as const

/** What was answered so far; null = not yet. */
export type Answers = { reach: (typeof reaches)[number] | null } & Record<
  (typeof hints)[number],
  (typeof yesOrNo)[number] | null
>

/** One of the two ways or, with null, neither of them yet; and why. */
type Recommendation =
  | { way: 'cloud'; because: 'reachable' | 'published' }
  | { way: 'agent'; because: 'unreachable' | 'notPublished' | 'passwordStays' }
  | { way: null; because: 'nowhereForPassword' | 'noWayIn' }

/** Which way fits a network; null while the answers leave it open. */
export function recommend({ reach, ...known }: Answers): Recommendation | null {
  if (reach === 'yes') return { way: 'cloud', because: 'reachable' }
  if (reach === 'no') return { way: 'agent', because: 'unreachable' }
  return reach === 'unsure' ? recommendFromHints(known) : null
}

function recommendFromHints({ published, passwordOutside, server }: Omit<Answers, 'reach'>): Recommendation | null {
  if (published === 'yes' && passwordOutside === 'yes') return { way: 'cloud', because: 'published' }
  if (server === 'yes' && published === 'no') return { way: 'agent', because: 'notPublished' }
  if (server === 'yes' && passwordOutside === 'no') return { way: 'agent', because: 'passwordStays' }
  if (server === 'no' && passwordOutside === 'no') return { way: null, because: 'nowhereForPassword' }
  if (server === 'no' && passwordOutside === 'yes' && published === 'no') return { way: null, because: 'noWayIn' }
  return null
}
