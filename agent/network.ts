import { readFileSync } from 'node:fs'
import http from 'node:http'
import tls from 'node:tls'
import type { AgentEnvironment } from './env'

let proxy: URL | null = null

/** The proxy towards the portal, once `prepareNetwork` was called; null = none. */
export const proxyInUse = (): URL | null => proxy

/**
 * The way to the portal: through the proxy that the environment names, trusting the company's own authority beside the public
 * ones. @throws Error when one of them cannot be used as it is named
 */
export function prepareNetwork(environment: AgentEnvironment): void {
  proxy = proxyOf(environment)
  if (proxy) http.setGlobalProxyFromEnv()
  const { ENROLLMENT_AGENT_CA_FILE: file } = environment
  if (file) trust(file)
}

/** Variables of proxies are written large or small, as curl and others do. */
function proxyOf({ HTTPS_PROXY, https_proxy, HTTP_PROXY, http_proxy }: AgentEnvironment): URL | null {
  const text = https_proxy ?? HTTPS_PROXY ?? http_proxy ?? HTTP_PROXY
  if (!text) return null
  const url = URL.parse(text)
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:')
    throw new Error('HTTPS_PROXY is no address of a proxy. Write it like http://proxy.example.com:8080.')
  return url
}

function trust(file: string): void {
  let pem: string
  try {
    pem = readFileSync(file, 'utf8')
  } catch (error) {
    throw new Error(
      `The file ${file} in ENROLLMENT_AGENT_CA_FILE cannot be read (${(error as { code?: string }).code}).`,
    )
  }
  if (!pem.includes('-----BEGIN CERTIFICATE-----'))
    throw new Error(`The file ${file} in ENROLLMENT_AGENT_CA_FILE holds no certificate. It has to be in PEM.`)
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), ...tls.getCACertificates('system'), pem])
}
