import type { Browser, Page } from '@playwright/test'
import type { Company } from '@/lib/sample-directory/company'
import { freePort } from '../../lib/launch/ports'
import { writeConfigurationFile } from '../configuration-file'
import { createAdministrator } from '../first-administrator'
import { type House, startHouse } from '../house'
import { type Recorder, startRecorder } from '../ldap-recorder'
import { watchPage } from '../watch-page'
import { companyUnit, fillingOf, reader, realm } from './company'
import { type DomainController, type Dump, startDomainController } from './domain-controller'

/** A domain controller with a company in it, the product beside it, and between them who notes what is asked. */
export type Lab = {
  domain: DomainController
  /** The domain as it was before the product saw it. */
  untouched: Dump
  recorder: Recorder
  /** A port that may be reached and where nothing answers. */
  closedPort: number
  house: House
  /** Signed in as the first administrator. */
  page: Page
  /** Policy violations and page errors so far. */
  troubles: string[]
  /** @throws Error when the directory was sent more than reading */
  stop(): Promise<void>
}

export async function startLab(browser: Browser, company: Company): Promise<Lab> {
  const endings: (() => Promise<unknown>)[] = []
  const stop = async () => {
    for (let end = endings.pop(); end; end = endings.pop()) await end()
  }
  try {
    return { ...(await start(browser, company, end => endings.push(end))), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function start(
  browser: Browser,
  company: Company,
  atEnd: (end: () => Promise<unknown>) => void,
): Promise<Omit<Lab, 'stop'>> {
  const domain = await startDomainController(realm, fillingOf(company))
  atEnd(domain.stop)
  const untouched = domain.dump()
  const recorder = await startRecorder(domain)
  atEnd(recorder.stop)
  const closedPort = await freePort()
  const house = await startHouse({
    env: {
      ENROLLMENT_DIRECTORY_NETWORKS: '127.0.0.0/8,::1/128',
      ENROLLMENT_DIRECTORY_PORTS: `${recorder.port},${closedPort}`,
    },
  })
  atEnd(house.stop)
  const page = await (await browser.newContext()).newPage()
  atEnd(() => page.close())
  const { troubles } = await watchPage(page)
  await createAdministrator(page, house, { domain: realm })
  return { domain, untouched, recorder, closedPort, house, page, troubles }
}

/** The variables that a configuration file of the lab refers to. */
export const passwordVariable = { LAB_PASSWORD: reader.password }

/** A file that configures the lab's directory: everyone in the company's unit. The domain's own accounts stand elsewhere. */
export function labConfiguration(lab: Lab, company: Company, changes: Record<string, string> = {}): string {
  return writeConfigurationFile(lab.house.data, `lab-${Object.keys(changes).join('-')}`, {
    name: 'Lab',
    hosts: `[{ host: 127.0.0.1, port: ${lab.recorder.port} }]`,
    ca: `\${file:${lab.domain.certificates.caFile}}`,
    baseDn: 'automatic',
    userId: reader.userId,
    password: `\${env:LAB_PASSWORD}`,
    organizationalUnits: `[{ include: "${companyUnit(company)}" }]`,
    ...changes,
  })
}
