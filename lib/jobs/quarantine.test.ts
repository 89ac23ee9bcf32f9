import { expect, test } from 'vitest'
import { Quarantine } from './quarantine'

const enter = (quarantine: Quarantine, isSuspect: boolean, now: number) => quarantine.enter(isSuspect, now) ?? undefined

test('a run that ended workers begins when nothing else is in hand, and nothing begins beside it', () => {
  const quarantine = new Quarantine(60)
  const leave = [enter(quarantine, false, 0), enter(quarantine, false, 0)]
  expect(enter(quarantine, true, 1)).toBeUndefined()
  expect(enter(quarantine, false, 2), 'its turn is next').toBeUndefined()
  for (const one of leave) one?.()
  const suspect = enter(quarantine, true, 3)
  expect(suspect).toBeDefined()
  expect(enter(quarantine, false, 4)).toBeUndefined()
  expect(enter(quarantine, true, 4)).toBeUndefined()
  suspect?.()
  expect(enter(quarantine, false, 5)).toBeDefined()
})

test('neither waits for the other for longer than is fair', () => {
  const quarantine = new Quarantine(60)
  enter(quarantine, false, 0)
  expect(enter(quarantine, true, 0)).toBeUndefined()
  expect(enter(quarantine, false, 59)).toBeUndefined()
  expect(enter(quarantine, false, 60), 'a slow run beside it stops nobody else').toBeDefined()
  expect(enter(quarantine, true, 61)).toBeDefined()
})

test('one that another worker has by now keeps nobody waiting', () => {
  const quarantine = new Quarantine(60)
  enter(quarantine, false, 0)
  expect(enter(quarantine, true, 0)).toBeUndefined()
  expect(enter(quarantine, true, 200), 'it waits from now on').toBeUndefined()
  expect(enter(quarantine, true, 261)).toBeDefined()
})
