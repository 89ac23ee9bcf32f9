import { expect, test } from 'vitest'
import * as z from 'zod'
import settings from '@/lib/words/en/settings.json'
import { checked } from './checked'

const Schema = z.object({ name: z.string().trim().min(1, { error: 'name-missing' }) })

test('what was typed is checked by the schema that is fetched for it', async () => {
  expect(await checked(async () => Schema, { name: ' Ada ' })).toEqual({ ok: true, value: { name: 'Ada' } })
})

test('what is wrong is said at its field, where it stands in the settings', async () => {
  const answer = await checked(async () => Schema, { name: ' ' }, 'exclusions')
  const problem = { path: 'exclusions.name', text: settings['name-missing'], code: 'name-missing' }
  expect(answer).toEqual({ ok: false, problems: [problem] })
})

test('a schema that cannot be fetched keeps nobody from sending: the server checks the same', async () => {
  const lost = async () => Promise.reject(new Error('offline'))
  expect(await checked(lost, { name: '' })).toEqual({ ok: true, value: { name: '' } })
})
