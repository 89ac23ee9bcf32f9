import * as fc from 'fast-check'
import { afterAll, expect, test, vi } from 'vitest'
import type { Anchor } from '@/lib/directory/anchor'
import { env } from '@/lib/env'
import { isAction } from './change'
import { evidenceOf, type JoinDecision, type JoinQuestion, questionAbout } from './join-question'
import { applyPlan } from './testing/apply-plan'
import { testNow } from './testing/builders'
import { type Story, story } from './testing/stories'
import { type Messenger, type Plan, planWorld, type WorldAccount, type WorldSettings } from './testing/world'

const times = env().ENROLLMENT_TEST_RUNS
const numRuns = 600 * times
const seed = 8_800
const yesterday = new Date(testNow.getTime() - 86_400_000)
vi.setConfig({ testTimeout: 30_000 * times })
const seen = new Map<string, number>()
const saw = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1)

type Asked = { messenger: Messenger; settings: WorldSettings; plan: Plan; questions: Map<Anchor, JoinQuestion> }

/** Yesterday's run is carried out; what is asked is about the directory and the accounts of today. */
function asked({ before, after, messenger, meanwhile, settings: first, laterSettings: settings }: Story): Asked {
  const plan = planWorld(before, messenger, first, yesterday)
  const today = meanwhile(applyPlan(plan, messenger, before, yesterday).messenger)
  const present = planWorld(after, today, settings, testNow)
  const questions = new Map<Anchor, JoinQuestion>()
  for (const facts of present.facts) {
    const change = present.changes.find(one => one.anchor === facts.person.anchor)
    const question = change ? questionAbout(facts, change) : null
    if (question) questions.set(facts.person.anchor, question)
  }
  return { messenger: today, settings, plan: present, questions }
}

/** One answer for each question, in the order of the choices drawn. */
function answers(questions: Asked['questions'], choices: readonly number[]): Map<Anchor, JoinDecision> {
  const decide = ({ candidates, mayCreate, evidenceHash }: JoinQuestion, pick: number): JoinDecision => {
    const possible: Pick<JoinDecision, 'choice' | 'accountId'>[] = [
      ...candidates.flatMap(({ accountId, mayLink }) => (mayLink ? [{ choice: 'link' as const, accountId }] : [])),
      ...(mayCreate ? [{ choice: 'create' as const, accountId: null }] : []),
      { choice: 'leave-apart', accountId: null },
    ]
    const chosen = possible[pick % possible.length] ?? { choice: 'leave-apart', accountId: null }
    return { ...chosen, evidenceHash, by: 'Olga', at: 0 }
  }
  return new Map([...questions].map(([anchor, question], index) => [anchor, decide(question, choices[index] ?? 0)]))
}

const choices = fc.array(fc.nat(5), { minLength: 14, maxLength: 14 })

/** No two decisions about one account: the second would find it joined, which is not what it rested on. */
function withoutRivals(decisions: Map<Anchor, JoinDecision>): Map<Anchor, JoinDecision> {
  const given = new Set<string>()
  return new Map(
    [...decisions].filter(([, { accountId }]) => {
      if (accountId === null) return true
      if (given.has(accountId)) return false
      given.add(accountId)
      return true
    }),
  )
}

test('what administrators decide is done in the next run, and what it leaves is settled in the one after it', () => {
  const property = fc.property(story, choices, (told, picked) => {
    const { messenger, settings, questions } = asked(told)
    const decisions = withoutRivals(answers(questions, picked))
    const decided = { ...settings, decisions }
    const plan = planWorld(told.after, messenger, decided, testNow)
    const applied = applyPlan(plan, messenger, told.after, testNow)
    expect(applied.failed).toEqual([])
    for (const [anchor, { choice, accountId }] of decisions) {
      const change = plan.changes.find(one => one.anchor === anchor)
      saw(`${choice} ${change?.because.code}`)
      if (change?.because.code !== 'decided-by-admin') continue
      expect(change.kind).toBe({ link: 'link', create: 'add', 'leave-apart': 'skip' }[choice])
      if (choice === 'link') expect(applied.messenger.joins.get(anchor)?.accountId).toBe(accountId)
    }
    const owners = [...applied.messenger.joins.values()].map(join => join.accountId)
    expect(new Set(owners).size).toBe(owners.length)
    // Whoever found the same account is in nobody's way any more, and comes with the next run; then there is nothing to do.
    const next = settled(told, settings, decisions, applied.messenger)
    expect(next.actions.every(anchor => questions.has(anchor))).toBe(true)
    expect(settled(told, settings, decisions, next.messenger).actions).toEqual([])
  })
  fc.assert(property, { numRuns, seed, plugins: [fc.unbiased()] })
})

/** One more run on the same directory, under the decisions that no run has carried out yet. */
function settled(
  { after }: Story,
  settings: WorldSettings,
  all: ReadonlyMap<Anchor, JoinDecision>,
  messenger: Messenger,
): { actions: Anchor[]; messenger: Messenger } {
  const decisions = new Map([...all].filter(([anchor]) => !messenger.joins.has(anchor)))
  const plan = planWorld(after, messenger, { ...settings, decisions }, testNow)
  return {
    actions: plan.changes.flatMap(change => (isAction(change.kind) ? [change.anchor] : [])),
    messenger: applyPlan(plan, messenger, after, testNow).messenger,
  }
}

const meanwhile: Record<string, (account: WorldAccount) => WorldAccount> = {
  administrator: account => ({ ...account, role: 'administrator' }),
  owner: account => ({ ...account, role: 'owner' }),
  'break-glass': account => ({ ...account, breakGlass: true }),
  'another connector': account => ({ ...account, source: 'other' }),
  'another number': account => ({ ...account, attributes: { ...account.attributes, employeeNumber: 'X' } }),
}

test('7: a decision whose account is not as it was seen is asked again, and never carried out', () => {
  const property = fc.property(story, choices, fc.constantFrom(...Object.keys(meanwhile)), (told, picked, event) => {
    const { messenger, settings, questions } = asked(told)
    const decisions = withoutRivals(answers(questions, picked))
    const given = new Set([...decisions.values()].map(one => one.accountId))
    const accounts = new Map(
      [...messenger.accounts].map(([id, account]) => [
        id,
        given.has(id) ? (meanwhile[event]?.(account) ?? account) : account,
      ]),
    )
    const plan = planWorld(told.after, { ...messenger, accounts }, { ...settings, decisions }, testNow)
    for (const [anchor, { choice, accountId }] of decisions) {
      const change = plan.changes.find(one => one.anchor === anchor)
      const facts = plan.facts.find(one => one.person.anchor === anchor)
      const before = questions.get(anchor)?.evidenceHash
      if (choice !== 'link' || !facts || !change || evidenceOf(facts).evidenceHash === before) continue
      saw(`changed ${event}`)
      expect(change).toMatchObject({ kind: 'skip', because: { code: 'decision-outdated' } })
      expect(plan.changes.some(one => one.kind === 'link' && one.accountId === accountId)).toBe(false)
    }
  })
  fc.assert(property, { numRuns, seed, plugins: [fc.unbiased()] })
})

afterAll(() => {
  console.warn(`decisions: seed ${seed}; ${[...seen].map(([what, count]) => `${what} ${count}`).join(', ')}`)
  for (const done of ['link', 'create', 'leave-apart'])
    expect(seen.get(`${done} decided-by-admin`) ?? 0, done).toBeGreaterThan(numRuns / 100)
  for (const event of Object.keys(meanwhile))
    expect(seen.get(`changed ${event}`) ?? 0, event).toBeGreaterThan(numRuns / 200)
})
