import { expect, test } from 'vitest'
import { type Answers, hints, reaches, recommend, yesOrNo } from './recommend'

const nothing: Answers = { reach: null, published: null, passwordOutside: null, server: null }
type Hint = Answers['server']
const unsure = (published: Hint, passwordOutside: Hint, server: Hint) =>
  recommend({ reach: 'unsure', published, passwordOutside, server })

const everyHint = [null, ...yesOrNo]
const everyAnswer = [null, ...reaches].flatMap(reach =>
  everyHint.flatMap(published =>
    everyHint.flatMap(passwordOutside =>
      everyHint.map((server): Answers => ({ reach, published, passwordOutside, server })),
    ),
  ),
)

test('nothing is recommended to whoever was not asked or has not answered enough', () => {
  expect(recommend(nothing)).toBeNull()
  expect(unsure(null, null, null)).toBeNull()
  expect(unsure('yes', null, 'yes')).toBeNull()
  expect(unsure('yes', null, 'no')).toBeNull()
  expect(unsure('no', null, 'no')).toBeNull()
})

test('a directory that can be reached needs nothing installed, one that cannot needs the agent', () => {
  expect(recommend({ ...nothing, reach: 'yes' })).toEqual({ way: 'cloud', because: 'reachable' })
  expect(recommend({ ...nothing, reach: 'no' })).toEqual({ way: 'agent', because: 'unreachable' })
})

test('whoever is not sure gets an answer, or is told that neither fits yet, after three questions', () => {
  expect([
    unsure('yes', 'yes', 'yes'),
    unsure('yes', 'yes', 'no'),
    unsure('yes', 'no', 'yes'),
    unsure('yes', 'no', 'no'),
    unsure('no', 'yes', 'yes'),
    unsure('no', 'yes', 'no'),
    unsure('no', 'no', 'yes'),
    unsure('no', 'no', 'no'),
  ]).toEqual([
    { way: 'cloud', because: 'published' },
    { way: 'cloud', because: 'published' },
    { way: 'agent', because: 'passwordStays' },
    { way: null, because: 'nowhereForPassword' },
    { way: 'agent', because: 'notPublished' },
    { way: null, because: 'noWayIn' },
    { way: 'agent', because: 'notPublished' },
    { way: null, because: 'nowhereForPassword' },
  ])
})

test('no way is ever recommended against what was answered', () => {
  for (const answers of everyAnswer.filter(({ reach }) => reach === 'unsure')) {
    const way = recommend(answers)?.way
    if (way === 'cloud') expect(answers).toMatchObject({ published: 'yes', passwordOutside: 'yes' })
    if (way === 'agent') expect(answers).toMatchObject({ server: 'yes' })
    if (way === null) expect(answers).toMatchObject({ server: 'no' })
  }
})

test('what is recommended before the last answer holds after it', () => {
  for (const answers of everyAnswer)
    for (const hint of hints.filter(name => answers[name] === null))
      for (const answer of yesOrNo) {
        const before = recommend(answers)
        if (before) expect(recommend({ ...answers, [hint]: answer })?.way).toBe(before.way)
      }
})

test('who can say whether the directory is reached is not asked the rest', () => {
  for (const answers of everyAnswer.filter(({ reach }) => reach !== 'unsure'))
    expect(recommend(answers)).toEqual(recommend({ ...nothing, reach: answers.reach }))
})
