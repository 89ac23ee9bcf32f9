import { expect, type Page } from '@playwright/test'
import { sampleCredentials, sampleDomain } from '@/lib/sample-directory/settings'
import { enrollmentJson, type RunJson } from './command-line'
import { writeSampleConfiguration } from './configuration-file'
import { createAdministrator } from './first-administrator'
import type { House } from './house'

const password = { SAMPLE_PASSWORD: sampleCredentials.password }

/** Sets a start up on a page, with the sample company's directory as its connector, "Northwind". */
export async function connectSample(page: Page, house: House, values: Record<string, string>): Promise<void> {
  await createAdministrator(page, house, { domain: sampleDomain })
  await applySample(house, 'northwind', values)
}

/** The same, and carries its first synchronization out. */
export async function synchronizeSample(page: Page, house: House, values: Record<string, string>): Promise<void> {
  await connectSample(page, house, values)
  const first = await enrollmentJson<RunJson>(house.data, ['sync', 'Northwind', '--approve'])
  expect(first).toMatchObject({ exit: 0, json: { state: 'finished' } })
}

/** Makes a configuration of the sample company's directory live, from the command line. */
export async function applySample(house: House, name: string, values: Record<string, string>): Promise<void> {
  const file = writeSampleConfiguration(house, name, values)
  expect(await enrollmentJson(house.data, ['apply', file], password)).toMatchObject({ exit: 0 })
}
