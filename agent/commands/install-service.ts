import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { isSea } from 'node:sea'
import { agentFolder, env } from '../env'
import { type ServicePlaces, systemdUnit, winswXml } from '../service-files'

const unit = 'enrollment-agent.service'

/** What Node runs; null where the program is in one file with Node. */
const programFile = (): string | null => (isSea() ? null : path.resolve(process.argv[1] ?? ''))

/** Writes what the service manager of this system needs, and says what to run then. Nothing is started by itself. */
export function installService({ to, user = 'enrollment-agent' }: { to?: string; user?: string }): void {
  const folder = agentFolder(env())
  const places: ServicePlaces = { node: process.execPath, program: programFile(), folder, user }
  if (process.platform === 'win32') forWindows(places, to ?? folder)
  else forLinux(places, to ?? '/etc/systemd/system')
}

function forLinux(places: ServicePlaces, target: string): void {
  const { folder, user } = places
  mkdirSync(target, { recursive: true })
  writeFileSync(path.join(target, unit), systemdUnit(places))
  console.log(`${path.join(target, unit)} is written. Run as root:`)
  for (const line of [
    `useradd --system --home-dir ${folder} --shell /usr/sbin/nologin ${user}`,
    `chown -R ${user}: ${folder}`,
    'systemctl daemon-reload',
    `systemctl enable --now ${unit}`,
  ])
    console.log(`  ${line}`)
  console.log('A proxy and an authority of your own go into /etc/enrollment-agent.env; the journal keeps the log.')
}

function forWindows(places: ServicePlaces, target: string): void {
  mkdirSync(target, { recursive: true })
  const file = path.join(target, 'EnrollmentAgent.xml')
  writeFileSync(file, winswXml(places))
  console.log(`${file} is written. Put WinSW beside it as EnrollmentAgent.exe, then run as administrator:`)
  console.log(`  "${path.join(target, 'EnrollmentAgent.exe')}" install`)
  console.log(`  "${path.join(target, 'EnrollmentAgent.exe')}" start`)
}
