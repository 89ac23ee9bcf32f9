import { expect, type Page } from '@playwright/test'
import type { House } from './house'

export const administrator = { email: 'ada@northwind.example', password: 'correct horse battery', name: 'Ada Byron' }

/** Follows the one-time link, creates the first administrator with the company and its domain, and signs in. */
export async function createAdministrator(page: Page, house: House, { domain }: { domain: string }): Promise<void> {
  await page.goto(house.link ?? '')
  const fields = {
    organizationName: 'Northwind',
    domain,
    displayName: administrator.name,
    email: administrator.email,
    password: administrator.password,
  }
  for (const [name, value] of Object.entries(fields)) await page.locator(`#field-${name}`).fill(value)
  await page.locator('button[type=submit]').click()
  await page.waitForURL(/sign-in/)
  await page.locator('#field-email').fill(administrator.email)
  await page.locator('#field-password').fill(administrator.password)
  await page.locator('button[type=submit]').click()
  await expect(page).toHaveURL(/directory-sync/)
}
