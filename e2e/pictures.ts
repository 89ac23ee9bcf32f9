import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { root } from '../lib/launch/program.mjs'

const looks = [
  { name: 'desktop', width: 1280, height: 900, colorScheme: 'light' },
  { name: 'dark', width: 1280, height: 900, colorScheme: 'dark' },
  { name: 'narrow', width: 390, height: 844, colorScheme: 'light' },
] as const

/** Keeps what people see here, on a desk, in the dark and on a telephone, in `test-results/pictures`. */
export async function takePictures(page: Page, name: string): Promise<void> {
  const viewport = page.viewportSize()
  for (const look of looks) {
    await page.emulateMedia({ colorScheme: look.colorScheme })
    await page.setViewportSize({ width: look.width, height: look.height })
    await page.screenshot({ path: join(root, 'test-results', 'pictures', `${name}-${look.name}.png`) })
  }
  await page.emulateMedia({ colorScheme: null })
  if (viewport) await page.setViewportSize(viewport)
}
