import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createMetrics } from './metrics'

export type MetricsServer = { port: number; stop(): Promise<void> }

/**
 * Answers `GET /metrics` for Prometheus on a port of its own, which is nobody's but the operator's: there is no sign-in.
 * @throws Error when the port is taken
 */
export async function startMetricsServer(host: string, port: number): Promise<MetricsServer> {
  const metrics = createMetrics()
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') return void response.writeHead(404).end()
    metrics.read().then(
      text => response.writeHead(200, { 'content-type': metrics.contentType, 'cache-control': 'no-store' }).end(text),
      // The database is away: that is for health to tell; what was counted last would look like now.
      () => response.writeHead(503).end(),
    )
  })
  await listening(server, host, port)
  const stop = () => new Promise<void>(resolve => server.close(() => resolve()))
  return { port: (server.address() as AddressInfo).port, stop }
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.removeListener('error', reject)
      resolve()
    })
  })
}
