import { setTimeout as wait } from 'node:timers/promises'

/** @returns the 95th percentile of how long the work takes, asked so often, in milliseconds */
export async function slowestOf(times: number, work: (at: number) => Promise<unknown>): Promise<number> {
  const took: number[] = []
  for (let at = 0; at < times; at++) {
    const began = performance.now()
    await work(at)
    took.push(performance.now() - began)
  }
  return took.toSorted((one, other) => one - other)[Math.floor(times * 0.95)] ?? 0
}

/** Looks ten times a second. @throws Error after ten minutes */
export async function until(done: () => Promise<boolean> | boolean): Promise<void> {
  for (let left = 6_000; !(await done()); left--) {
    if (left === 0) throw new Error('The work never came to an end')
    await wait(100)
  }
}

export const number = (value: number) => value.toLocaleString('en-US')
