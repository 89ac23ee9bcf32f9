import { expect, test } from 'vitest'
import { hashPassword, verifyPassword } from './password'

test('a password is found again only by itself', async () => {
  const stored = await hashPassword('copper kettle')
  expect(stored).toMatch(/^scrypt\$32768\$8\$3\$/)
  expect(await verifyPassword('copper kettle', stored)).toBe(true)
  expect(await verifyPassword('copper kettle ', stored)).toBe(false)
  expect(await verifyPassword('', stored)).toBe(false)
})

test('the same password has another hash each time', async () => {
  expect(await hashPassword('copper kettle')).not.toBe(await hashPassword('copper kettle'))
})

test('letters that keyboards spell differently are the same password', async () => {
  expect(await verifyPassword('ku\u0308che', await hashPassword('k\u00fcche'))).toBe(true)
})

test('where nobody has the address, the same work is done and the answer is no', async () => {
  const time = async (stored: string | null) => {
    const start = performance.now()
    expect(await verifyPassword('wrong', stored)).toBe(false)
    return performance.now() - start
  }
  const stored = await hashPassword('copper kettle')
  await time(stored)
  const [known, unknown] = [await time(stored), await time(null)]
  expect(unknown).toBeGreaterThan(known / 4)
})

test('a damaged hash lets nobody in', async () => {
  for (const stored of ['', 'plain', 'scrypt$', 'scrypt$32768$8$3$$', 'md5$1$1$1$YQ$YQ'])
    expect(await verifyPassword('', stored)).toBe(false)
})
