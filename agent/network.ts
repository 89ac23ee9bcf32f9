import { readFileSync } from 'node:fs'
import http from 'node:http'
import tls from 'node:tls'
import type { AgentEnvironment } from './env'

/** The way to the portal: through the proxy that the environment names, trusting the company's own authority beside the public ones. */
export function prepareNetwork({ HTTPS_PROXY, HTTP_PROXY, ENROLLMENT_AGENT_CA_FILE }: AgentEnvironment): void {
  if (HTTPS_PROXY || HTTP_PROXY) http.setGlobalProxyFromEnv()
  if (ENROLLMENT_AGENT_CA_FILE)
    tls.setDefaultCACertificates([
      ...tls.getCACertificates('default'),
      ...tls.getCACertificates('system'),
      readFileSync(ENROLLMENT_AGENT_CA_FILE, 'utf8'),
    ])
}
