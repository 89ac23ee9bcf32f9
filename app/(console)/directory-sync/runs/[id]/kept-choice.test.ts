import { expect, test } from 'vitest'
import type { Choice } from './choice'
import { choiceIn } from './kept-choice'

test('a choice that was kept is the same one, and nothing else counts as one', () => {
  for (const choice of [{ only: ['a', 'b'] }, { only: [] }, { without: ['c'] }] satisfies Choice[])
    expect(choiceIn(JSON.stringify(choice))).toEqual(choice)
  for (const nonsense of [null, '', '{', '7', '[]', '{"only":"a"}', '{"without":[1]}', '{"all":[]}'])
    expect(choiceIn(nonsense)).toBeNull()
})
