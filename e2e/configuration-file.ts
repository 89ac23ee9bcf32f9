import { writeFileSync } from 'node:fs'
import path from 'node:path'

/** Writes a connector's configuration file, version 1, each value as YAML. @returns its path */
export function writeConfigurationFile(folder: string, name: string, values: Record<string, string>): string {
  const file = path.join(folder, `${name}.yaml`)
  const lines = Object.entries({ version: '1', kind: 'cloud', security: 'ldaps', ...values })
  writeFileSync(file, lines.map(([key, value]) => `${key}: ${value}\n`).join(''))
  return file
}
