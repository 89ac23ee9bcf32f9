import { defineConfig } from '@playwright/test'
import { findChromium } from '../lib/launch/chromium.mjs'

const browser = await findChromium()

// The stories start the built product themselves, each with its own data folder and port; two at once would only be slower.
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  outputDir: '../test-results',
  reporter: 'list',
  forbidOnly: true,
  use: {
    // Whatever fades in is looked at when it is there: half-way, its contrast is nobody's.
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      ...(browser ? { executablePath: browser } : {}),
      args: ['--no-sandbox', '--disable-quic', '--disable-background-networking', '--disable-component-update'],
    },
    trace: 'retain-on-failure',
  },
})
