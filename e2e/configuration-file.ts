import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { sampleBaseDn, sampleCredentials } from '@/lib/sample-directory/settings'
import type { House } from './house'

/** Writes a connector's configuration file, version 1, each value as YAML. @returns its path */
export function writeConfigurationFile(folder: string, name: string, values: Record<string, string>): string {
  const file = path.join(folder, `${name}.yaml`)
  const lines = Object.entries({ version: '1', kind: 'cloud', security: 'ldaps', ...values })
  writeFileSync(file, lines.map(([key, value]) => `${key}: ${value}\n`).join(''))
  return file
}

/** A configuration for the sample company of a start, whose password is in `SAMPLE_PASSWORD`. @returns its path */
export function writeSampleConfiguration(
  { data, running }: House,
  name: string,
  values: Record<string, string>,
): string {
  const [host, port] = running.sampleDirectory?.split(':') ?? []
  return writeConfigurationFile(data, name, {
    name: 'Northwind',
    hosts: `[{ host: ${host}, port: ${port} }]`,
    ca: `\${file:${running.sampleCaFile}}`,
    baseDn: sampleBaseDn,
    userId: sampleCredentials.userId,
    password: `\${env:SAMPLE_PASSWORD}`,
    ...values,
  })
}
