import * as z from 'zod'

/** Turns an empty string (`KEY=` in a file) into "not set". */
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(value => (value === '' ? undefined : value), schema)

const databaseAddress = z
  .string()
  .regex(/^postgres(ql)?:\/\/./, 'is an address such as postgres://user:password@host/database')

/** Every variable there is; `.env.example` has the same, with the same defaults. */
export const Environment = z.object({
  NODE_ENV: optional(z.string().default('production')),
  PORT: optional(z.coerce.number().int().min(0).max(65535).default(3000)),
  /** The restricted role's address. Without it `npm start` runs a PostgreSQL of its own below the data folder. */
  DATABASE_URL: optional(databaseAddress.optional()),
  /** The owner's address, for migrations only. */
  DATABASE_DIRECT_URL: optional(databaseAddress.optional()),
  /** `transaction`: DATABASE_URL leads to a pooler that gives a connection for one transaction, such as PgBouncer. */
  ENROLLMENT_DATABASE_POOLER: optional(z.enum(['none', 'transaction']).default('none')),
  ENROLLMENT_DATA_DIR: optional(z.string().default('.data')),
  ENROLLMENT_BASE_PATH: optional(
    z
      .string()
      .regex(/^(\/[\w.~-]+)*\/?$/, 'is a path such as /enrollment, or / alone')
      .default('/enrollment'),
  ),
  /** The address people type, e.g. https://portal.example.com (no path). */
  ENROLLMENT_PUBLIC_URL: optional(z.url().optional()),
  /** At least 32 characters; sealed secrets and sessions derive their keys from it. */
  ENROLLMENT_SECRET: optional(z.string().min(32).optional()),
  /** CIDRs, comma-separated, in which directories may be reached. */
  ENROLLMENT_DIRECTORY_NETWORKS: optional(z.string().optional()),
  /** Ports, comma-separated, on which directories may be reached. */
  ENROLLMENT_DIRECTORY_PORTS: optional(z.string().optional()),
  /** Name servers, comma-separated, that are asked for domains' TXT records; without it the machine's own. */
  ENROLLMENT_DNS_SERVERS: optional(z.string().optional()),
  /** `self-hosted` (the default of a local start) or `hosted`: which addresses are allowed where no networks are named. */
  ENROLLMENT_HOSTING: optional(z.enum(['self-hosted', 'hosted']).optional()),
  /** host:port of the sample company's directory, set by the start script. */
  ENROLLMENT_SAMPLE_DIRECTORY: optional(z.string().optional()),
  ENROLLMENT_SAMPLE_CA_FILE: optional(z.string().optional()),
  /** A file to which the sample directory writes every operation it is sent, one JSON object a line; for the stories. */
  ENROLLMENT_SAMPLE_RECORD: optional(z.string().optional()),
  /** Seconds a worker's claim on a run lasts without a heartbeat. */
  ENROLLMENT_LEASE_SECONDS: optional(z.coerce.number().min(1).default(45)),
  /** Seconds for which a run may work at a stretch, where the host gives no more (serverless). A worker needs no end. */
  ENROLLMENT_SLOT_SECONDS: optional(z.coerce.number().min(1).optional()),
  /** Seconds between two looks of the worker for runs that are due or orphaned. */
  ENROLLMENT_RECONCILE_SECONDS: optional(z.coerce.number().min(0.2).default(5)),
  /** Hours for which a run may be at work, from when a worker first took it up; then it ends as failed. */
  ENROLLMENT_RUN_HOURS: optional(z.coerce.number().positive().default(12)),
  /** Megabytes of memory a worker may use for its objects; one that needs more ends and is started again. */
  ENROLLMENT_WORKER_MEMORY: optional(z.coerce.number().int().min(128).default(1024)),
  /** At least 16 characters; what a clock sends to /api/cron/sync. Without it that route is closed. */
  CRON_SECRET: optional(z.string().min(16).optional()),
  /** Scheduled runs of different connectors begin within so many seconds of their time; 0 = all at once. */
  ENROLLMENT_SPREAD_SECONDS: optional(z.coerce.number().int().min(0).max(3600).default(300)),
  /** The mail server, e.g. smtps://user:password@mail.example.com. Without it mails wait in the outbox. */
  ENROLLMENT_SMTP_URL: optional(
    z
      .string()
      .regex(/^smtps?:\/\/./, 'is an address such as smtps://user:password@host')
      .optional(),
  ),
  /** Who the mails are from. */
  ENROLLMENT_MAIL_FROM: optional(z.email().optional()),
  /** Hours after which administrators are told that a connector should have run and has not. */
  ENROLLMENT_OVERDUE_HOURS: optional(z.coerce.number().positive().default(6)),
  /** Minutes without a word after which an agent counts as offline, and administrators are told. */
  ENROLLMENT_AGENT_OFFLINE_MINUTES: optional(z.coerce.number().min(1).default(10)),
  /** Changes applied per transaction. */
  ENROLLMENT_APPLY_BATCH: optional(z.coerce.number().int().min(1).default(5_000)),
  /** Days for which ended runs are kept with their plans and reports. */
  ENROLLMENT_HISTORY_DAYS: optional(z.coerce.number().int().min(30).default(400)),
  /** Where the worker answers Prometheus at /metrics, without sign-in; without a port nowhere. */
  ENROLLMENT_METRICS_PORT: optional(z.coerce.number().int().min(0).max(65535).optional()),
  ENROLLMENT_METRICS_HOST: optional(z.string().default('127.0.0.1')),
  /** How many times as many generated cases the property tests and sweeps try; `npm run test:long` raises it. */
  ENROLLMENT_TEST_RUNS: optional(z.coerce.number().int().min(1).default(1)),
  /** Set by npm: which of its scripts runs. */
  npm_lifecycle_event: optional(z.string().optional()),
  /** A browser for the stories, at an unusual place. `npm test` looks for it before anything is built. */
  CHROMIUM_PATH: optional(z.string().optional()),
  LOG_LEVEL: optional(z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info')),
})

export type Environment = z.infer<typeof Environment>

/** The operator set a variable to something that cannot be used; the message names each. */
export class UnusableEnvironment extends Error {
  override name = 'UnusableEnvironment'
}

let parsed: Environment | undefined

/**
 * The one place that reads `process.env`. Parsed on first use, so that a bad value is one readable error.
 * @throws UnusableEnvironment naming every variable that is wrong
 */
export function env(): Environment {
  if (parsed) return parsed
  const result = Environment.safeParse(process.env)
  if (!result.success) {
    const wrong = z.prettifyError(result.error)
    throw new UnusableEnvironment(`The environment cannot be used as it is set. Correct these variables:\n${wrong}`)
  }
  parsed = result.data
  return parsed
}

/** For the start script, which finds out what its children and its own use of the store need. Children inherit it. */
export function provideEnvironment(values: Record<string, string>): void {
  Object.assign(process.env, values)
  parsed = undefined
}

/** For tests, which change `process.env` between cases. */
export function forgetEnvironment(): void {
  parsed = undefined
}

/** A variable that a configuration file names as `${env:NAME}`; an unset one is undefined, an empty one is empty. */
export const namedVariable = (name: string): string | undefined => process.env[name]

/** Which of npm's scripts runs, or nothing. */
export const npmScript = (): string | undefined => process.env.npm_lifecycle_event

/** The process of the Node that handed its command over to this one, or to whoever started this one. Nobody sets it by hand. */
export const attendant = (): number => Number(process.env.ENROLLMENT_ATTENDANT)
