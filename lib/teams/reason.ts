import { refused } from '@/lib/outcome'

const length = { least: 3, most: 500 }

/** What is wrong with a reason that others will read; null = nothing. Codes: `team-reason-missing`, `team-reason-too-long`. */
export function reasonFault(reason: string): ReturnType<typeof refused> | null {
  const { length: characters } = reason.trim()
  if (characters < length.least) return refused('team-reason-missing', {}, 'reason')
  return characters > length.most ? refused('team-reason-too-long', { most: length.most }, 'reason') : null
}
