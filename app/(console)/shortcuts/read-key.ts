/** What single keys do. Nothing that changes anything is among them. */
export type KeyAction =
  | { kind: 'go'; href: string }
  | { kind: 'help' | 'search' | 'next' | 'previous' | 'select' | 'lead' }

/** Where `g` and a second key lead. */
export const goKeys = {
  o: '/directory-sync',
  r: '/directory-sync/runs',
  u: '/users/managed',
  t: '/teams/unmanaged',
  a: '/audit',
  s: '/settings/notifications',
} as const

const single: Readonly<Record<string, KeyAction>> = {
  '?': { kind: 'help' },
  '/': { kind: 'search' },
  j: { kind: 'next' },
  k: { kind: 'previous' },
  x: { kind: 'select' },
  g: { kind: 'lead' },
}

/** Milliseconds in which the key after `g` counts as its second. */
const patience = 1_500

export type Press = {
  key: string
  /** Ctrl, Alt or ⌘ is held. */
  held: boolean
  /** Somebody types, chooses in a list or answers a question there, or the key was used already. */
  taken: boolean
  /** When, and when `g` was pressed last, in milliseconds. */
  at: number
  ledAt: number | null
}

/** What a key asks for; null = nothing, and whatever else listens may have it. */
export function readKey({ key, held, taken, at, ledAt }: Press): KeyAction | null {
  if (held || taken) return null
  if (ledAt !== null && at - ledAt <= patience && Object.hasOwn(goKeys, key))
    return { kind: 'go', href: goKeys[key as keyof typeof goKeys] }
  return Object.hasOwn(single, key) ? (single[key] ?? null) : null
}
