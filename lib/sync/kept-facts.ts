import type { AbsentFacts, CandidateFacts, FoundObject, JoinedAccount, PersonFacts } from './facts'

/**
 * What a decision saw beside the person, the settings and the read, kept with its row so that it can be followed after
 * the accounts have changed. Points in time are ISO 8601. Nothing that is usual is kept.
 */
export type KeptFacts = {
  joined?: KeptJoin
  candidates?: readonly CandidateFacts[]
  manager?: PersonFacts['manager']
  photo?: PersonFacts['photo']
  sameAddress?: PersonFacts['sameAddress']
  addressFreed?: true
  decision?: PersonFacts['decision']
  absence?: {
    lookUp: FoundObject | null | 'failed'
    completeRead: boolean
    parentReadable: boolean
    now: string
  }
}
type KeptJoin = Pick<JoinedAccount, 'account' | 'handedOver'> & {
  join: Omit<JoinedAccount['join'], 'suspectedAt'> & { suspectedAt: string | null }
}

/** Null where there is nothing but the person: nobody else has the address, and there is no account. */
export function keepFacts({
  joined,
  candidates,
  manager,
  photo,
  sameAddress,
  addressFreed,
  decision,
}: PersonFacts): KeptFacts | null {
  const kept: KeptFacts = {
    ...(joined ? { joined: keepJoined(joined) } : {}),
    ...(candidates.length > 0 ? { candidates } : {}),
    ...(manager === null ? {} : { manager }),
    ...(photo === null ? {} : { photo }),
    ...(sameAddress.others > 0 ? { sameAddress } : {}),
    ...(addressFreed ? { addressFreed } : {}),
    ...(decision ? { decision } : {}),
  }
  return Object.keys(kept).length === 0 ? null : kept
}

export function keepAbsence({
  join,
  account,
  handedOver,
  lookUp,
  completeRead,
  parentReadable,
  now,
}: AbsentFacts): KeptFacts {
  return {
    joined: keepJoined({ join, account, handedOver }),
    absence: { lookUp, completeRead, parentReadable, now: now.toISOString() },
  }
}

/** The facts of a person who was read, as the decision saw them. */
export const recallFacts = <T>(
  person: T,
  kept: KeptFacts | null,
): T &
  Pick<PersonFacts, 'joined' | 'candidates' | 'manager' | 'photo' | 'sameAddress' | 'addressFreed' | 'decision'> => ({
  ...person,
  joined: kept?.joined ? recallJoined(kept.joined) : null,
  candidates: kept?.candidates ?? [],
  manager: kept?.manager ?? null,
  photo: kept?.photo ?? null,
  sameAddress: kept?.sameAddress ?? { others: 0, example: null },
  addressFreed: kept?.addressFreed ?? false,
  decision: kept?.decision ?? null,
})

/** The facts of a person who was not read; null when the row is not about one. */
export function recallAbsence(
  anchor: AbsentFacts['anchor'],
  { joined, absence }: KeptFacts,
  leaving: AbsentFacts['leaving'],
): AbsentFacts | null {
  if (!joined || !absence) return null
  return { ...recallJoined(joined), ...absence, anchor, leaving, now: new Date(absence.now) }
}

const keepJoined = ({ join, account, handedOver }: JoinedAccount): KeptJoin => ({
  account,
  ...(handedOver ? { handedOver } : {}),
  join: { ...join, suspectedAt: join.suspectedAt?.toISOString() ?? null },
})

const recallJoined = ({ join, account, handedOver = false }: KeptJoin): JoinedAccount => ({
  account,
  handedOver,
  join: { ...join, suspectedAt: join.suspectedAt === null ? null : new Date(join.suspectedAt) },
})
