import path from 'node:path'
import * as z from 'zod'

const optional = <T extends z.ZodType>(schema: T) => z.preprocess(value => (value === '' ? undefined : value), schema)

const Environment = z.object({
  /** The folder with the agent's key, settings and log. */
  ENROLLMENT_AGENT_DIR: optional(z.string().optional()),
  /** The enrollment token, or a file that holds it; never an argument, because everybody on a machine sees those. */
  ENROLLMENT_AGENT_TOKEN: optional(z.string().optional()),
  ENROLLMENT_AGENT_TOKEN_FILE: optional(z.string().optional()),
  /** The directory account's password for an unattended setup, or a file that holds it. */
  ENROLLMENT_AGENT_PASSWORD: optional(z.string().optional()),
  ENROLLMENT_AGENT_PASSWORD_FILE: optional(z.string().optional()),
  /** Networks (CIDRs) and ports of the directory, comma-separated; private networks and Active Directory's ports without them. */
  ENROLLMENT_DIRECTORY_NETWORKS: optional(z.string().optional()),
  ENROLLMENT_DIRECTORY_PORTS: optional(z.string().optional()),
  /** The proxy towards the portal, http://user:password@proxy:port; NO_PROXY names who is reached without it. */
  HTTPS_PROXY: optional(z.string().optional()),
  HTTP_PROXY: optional(z.string().optional()),
  https_proxy: optional(z.string().optional()),
  http_proxy: optional(z.string().optional()),
  /** PEM of an authority to trust beside the public ones, for a proxy that looks into connections. */
  ENROLLMENT_AGENT_CA_FILE: optional(z.string().optional()),
  /** Seconds a poll waits at the portal, at most 25. */
  ENROLLMENT_AGENT_POLL_SECONDS: optional(z.coerce.number().min(0).max(25).default(25)),
  /** Where systemd puts what the unit loads (`LoadCredential=`). */
  CREDENTIALS_DIRECTORY: optional(z.string().optional()),
  /** Where Windows keeps what belongs to programs. */
  ProgramData: optional(z.string().optional()),
})
export type AgentEnvironment = z.infer<typeof Environment>

/** The one place that reads `process.env`. @throws Error naming every variable that is wrong */
export function env(): AgentEnvironment {
  const result = Environment.safeParse(process.env)
  if (!result.success) throw new Error(`The environment cannot be used as it is set.\n${z.prettifyError(result.error)}`)
  return result.data
}

/** Where everything of the agent stands on this machine. */
export function agentFolder({ ENROLLMENT_AGENT_DIR: folder, ProgramData }: AgentEnvironment): string {
  if (folder) return path.resolve(folder)
  return process.platform === 'win32'
    ? path.join(ProgramData ?? 'C:\\ProgramData', 'EnrollmentAgent')
    : '/var/lib/enrollment-agent'
}
