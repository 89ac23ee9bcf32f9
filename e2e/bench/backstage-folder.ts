import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** The version that is measured. It is no dependency of the project. */
export const backstageVersion = '0.12.9'

/** Where Backstage's module is installed; done once. */
export function backstageFolder(folder: string): string {
  const home = path.join(folder, `backstage-${backstageVersion}`)
  if (existsSync(path.join(home, 'installed'))) return home
  mkdirSync(home, { recursive: true })
  const dependencies = { '@backstage/plugin-catalog-backend-module-ldap': backstageVersion }
  writeFileSync(path.join(home, 'package.json'), JSON.stringify({ private: true, dependencies }))
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: home,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  writeFileSync(path.join(home, 'installed'), '')
  return home
}
