import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** What must never happen in a browser, whatever the story: a violation of the policy, a script error, a console error. */
export async function watchPage(page: Page): Promise<{ troubles: string[] }> {
  const troubles: string[] = []
  page.on('pageerror', error => troubles.push(`page error: ${error.message}`))
  page.on('console', message => {
    if (message.type() === 'error') troubles.push(`console: ${message.text()}`)
  })
  await page.exposeFunction('tellViolation', (text: string) => troubles.push(`policy: ${text}`))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', event => {
      const tell = Reflect.get(window, 'tellViolation')
      tell(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`)
    })
  })
  return { troubles }
}

/** Nothing on this page, as it stands, keeps anybody from using it (WCAG 2.2 AA as far as axe can tell). */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    // While React swaps one page's title for the next there is none for some milliseconds: waited for below, not caught at a glance.
    .disableRules('document-title')
    .analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html.slice(0, 200)).join(' | ')}`)
  expect.soft(found, `axe on ${page.url()}`).toEqual([])
  await expect(page, `the title of ${page.url()}`).toHaveTitle(/\S/)
}

/** As `expectAccessible`, at a desk and on a telephone, in light and dark, and nowhere wider than the screen. */
export async function expectAccessibleEverywhere(page: Page): Promise<void> {
  const viewport = page.viewportSize()
  for (const [width, height] of [
    [1280, 900],
    [390, 844],
  ] as const)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height })
      await expectAccessible(page)
      await expectNoSidewaysScroll(page)
    }
  await page.emulateMedia({ colorScheme: null })
  if (viewport) await page.setViewportSize(viewport)
}

/** The page does not scroll sideways, at this width. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect.soft(over, `sideways scroll on ${page.url()}`).toBeLessThanOrEqual(0)
}
