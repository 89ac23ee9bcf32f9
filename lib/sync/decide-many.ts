import type { ReasonCode } from './change'
import { type JoinChoice, type JoinDecision, type JoinQuestion, joinChoices } from './join-question'

export type OpenQuestion = Pick<JoinQuestion, 'because' | 'candidates' | 'mayCreate' | 'evidenceHash'> & {
  /** What was decided before; it counts as long as nothing changed since. */
  decision: Pick<JoinDecision, 'evidenceHash'> | null
}

/** What one choice about many people would be for one of them; null = it is no answer about this person. */
export type OneOfMany = { accountId: string | null }

/**
 * Linking answers only where a single account may be linked, whatever speaks against it: that is shown to whoever decides.
 * An own account needs a free address. Whoever was decided about is left as decided.
 */
export function oneOfMany(question: OpenQuestion, choice: JoinChoice): OneOfMany | null {
  const { candidates, mayCreate, decision, evidenceHash } = question
  if (decision?.evidenceHash === evidenceHash) return null
  if (choice === 'create') return mayCreate ? { accountId: null } : null
  if (choice === 'leave-apart') return { accountId: null }
  const [only, ...others] = candidates.filter(({ mayLink }) => mayLink)
  return only && others.length === 0 ? { accountId: only.accountId } : null
}

/** What can be decided at once about people of whom the same is asked. */
export type ManyOffer = { code: ReasonCode; people: number; choices: { choice: JoinChoice; people: number }[] }

/** By what is asked, the most frequent first; what is asked about one person alone is decided there. */
export function offersFor(questions: readonly OpenQuestion[]): ManyOffer[] {
  const open = questions.filter(question => oneOfMany(question, 'leave-apart') !== null)
  return [...Map.groupBy(open, ({ because }) => because.code)]
    .map(([code, asked]) => ({
      code,
      people: asked.length,
      choices: joinChoices
        .map(choice => ({ choice, people: asked.filter(one => oneOfMany(one, choice) !== null).length }))
        .filter(({ people }) => people > 0),
    }))
    .filter(({ people }) => people > 1)
    .toSorted((a, b) => b.people - a.people || (a.code < b.code ? -1 : 1))
}
