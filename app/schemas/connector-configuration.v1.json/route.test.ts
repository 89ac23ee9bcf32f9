import { expect, test } from 'vitest'
import { configFileSchema } from '@/lib/config-file/json-schema'
import { GET } from './route'

test('the schema is served as what the command line prints', async () => {
  const response = GET()
  expect(response.headers.get('content-type')).toBe('application/schema+json; charset=utf-8')
  expect(await response.json()).toEqual(configFileSchema())
})
