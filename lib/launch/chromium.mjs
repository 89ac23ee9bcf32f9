import { existsSync } from 'node:fs'
import { canInstall, installPackages } from './system-packages.mjs'

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/chromium-browser',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/**
 * The browser for the stories: CHROMIUM_PATH, then the system's Chrome or Chromium, then Playwright's cache.
 * @returns {Promise<string | null>} its path
 */
export async function findChromium() {
  const named = process.env.CHROMIUM_PATH
  if (named) return existsSync(named) ? named : null
  return PLACES.find(place => existsSync(place)) ?? (await cached())
}

/**
 * Finds the browser, or installs Debian's as root.
 * @returns {Promise<{path: string} | {why: string}>}
 */
export async function prepareChromium() {
  const found = await findChromium()
  if (found) return { path: found }
  if (process.env.CHROMIUM_PATH)
    return { why: `CHROMIUM_PATH names ${process.env.CHROMIUM_PATH}, which does not exist.` }
  const advice =
    'Install Chromium or Google Chrome, run "npx playwright install chromium", or set CHROMIUM_PATH to a browser.'
  if (!canInstall()) return { why: `No Chromium was found. ${advice}` }
  const problem = installPackages(['chromium'])
  const installed = await findChromium()
  return installed ? { path: installed } : { why: `Chromium could not be installed (${problem}). ${advice}` }
}

async function cached() {
  try {
    const { chromium } = await import('playwright')
    const place = chromium.executablePath()
    return existsSync(place) ? place : null
  } catch {
    return null
  }
}
