import { existsSync } from 'node:fs'
import { starts } from './program.mjs'
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

const ADVICE =
  'Install Chromium or Google Chrome, run "node node_modules/playwright/cli.js install chromium", or set CHROMIUM_PATH to a browser.'

/**
 * The browser for the stories: CHROMIUM_PATH, then the system's Chrome or Chromium, then Playwright's cache.
 * @returns {Promise<string | null>} its path
 */
export async function findChromium() {
  const named = process.env.CHROMIUM_PATH
  if (named) return existsSync(named) ? named : null
  return PLACES.find(works) ?? (await cached())
}

/**
 * Finds the browser, or installs Debian's as root.
 * @returns {Promise<{path: string} | {why: string}>}
 */
export async function prepareChromium() {
  const found = await findChromium()
  if (found) return { path: found }
  const named = process.env.CHROMIUM_PATH
  if (named) return { why: `CHROMIUM_PATH names ${named}, which does not exist.` }
  if (!canInstall()) return { why: `No Chromium was found. ${ADVICE}` }
  const problem = installPackages(['chromium'])
  const installed = await findChromium()
  if (installed) return { path: installed }
  return { why: `Chromium could not be installed: ${problem ?? 'it does not start'}. ${ADVICE}` }
}

/**
 * On Linux a browser's place may hold a script that only says where to get one, and a browser from a cache may lack the
 * system's libraries; elsewhere asking for the version would open a window.
 */
function works(place) {
  return existsSync(place) && (process.platform !== 'linux' || starts(place))
}

async function cached() {
  try {
    const { chromium } = await import('playwright')
    return [chromium.executablePath()].find(works) ?? null
  } catch {
    return null
  }
}
