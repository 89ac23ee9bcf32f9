import { Command } from 'commander'
import packageJson from '@/package.json' with { type: 'json' }
import { configure } from './commands/configure'
import { configureFile } from './commands/configure-file'
import { history } from './commands/history'
import { installService } from './commands/install-service'
import { preview } from './commands/preview'
import { rotate } from './commands/rotate'
import { run } from './commands/run'
import { setup } from './commands/setup'
import { status } from './commands/status'
import { sync } from './commands/sync'
import { test } from './commands/test'
import { uninstall } from './commands/uninstall'
import { whyOf } from './sentence'

const program = new Command('enrollment-agent')
  .version(packageJson.version)
  .description('Reads Active Directory here and sends what the portal asks for, within what this machine allows.')

const several = (value: string, before: string[] = []) => [...before, value]
const aboutDirectory = (command: Command) =>
  command
    .option('--host <host[:port]>', 'a domain controller; several are tried in order', several)
    .option('--security <kind>', 'ldaps or starttls')
    .option('--ca-file <file>', 'the company’s own authority, in PEM')
    .option('--base-dn <dn>', 'where to read; left out = the whole domain')
    .option('--user <account>', 'the account that reads')
    .option('--allow-base <dn>', 'the portal may read below this at most; several are possible', several)
    .option('--allow-attribute <name>', 'the portal may read this attribute at most; several are possible', several)
    .option(
      '--allow-filter <filter>',
      'the portal may read people whom this filter (RFC 4515) matches at most; empty = all',
    )

aboutDirectory(program.command('setup'))
  .description('makes this machine an agent; the token comes by ENROLLMENT_AGENT_TOKEN, …_TOKEN_FILE or is asked for')
  .option('--portal <url>', 'the portal’s address')
  .action(setup)
aboutDirectory(program.command('configure'))
  .argument('[file]', 'a configuration file: this machine becomes the only place where the connector is set')
  .description(
    'tells the agent about the directory; the password comes by ENROLLMENT_AGENT_PASSWORD, …_PASSWORD_FILE or is asked for',
  )
  .option('--dry-run', 'of a file: shows what it would change, and changes nothing')
  .option('--yes', 'of a file: makes it live without asking')
  .action(async (file: string | undefined, { dryRun, yes, ...directory }) => {
    if (file === undefined || Object.keys(directory).length > 0) await configure(directory)
    if (file !== undefined) await configureFile(file, { dryRun, yes })
  })
program.command('test').description('the seven checks, from this machine').action(test)
program.command('run').description('works until it is stopped; this is what the service runs').action(run)
program.command('rotate').description('a new key in place of the one in use').action(rotate)
program
  .command('sync')
  .description('starts a synchronization now and waits for its end: 0 done, 1 failed, 2 it waits for an administrator')
  .option('--dry-run', 'works out what would change, and changes nothing')
  .option('--quick', 'reads only what changed since the last run, where that can be trusted')
  .option('--json', 'the run as JSON')
  .action(sync)
program
  .command('history')
  .description('the last runs of this agent’s connector, with their numbers')
  .option('--limit <number>', 'so many of them, 10 if left out')
  .option('--json', 'the runs as JSON')
  .action(history)
program
  .command('preview')
  .description('shows in plain text exactly what an import would send, and sends nothing')
  .action(preview)
program
  .command('install-service')
  .description('writes the systemd unit, or the description of a Windows service for WinSW')
  .option('--to <folder>', 'where it is written')
  .option('--user <account>', 'whom the service runs as (systemd)')
  .action(installService)
program
  .command('uninstall')
  .description('removes key, password and settings from this machine')
  .option('--yes', 'without asking')
  .action(uninstall)
program.command('status').description('what this machine is, and what it may read').action(status)

try {
  await program.parseAsync()
} catch (error) {
  console.error(whyOf(error))
  process.exitCode = 1
}
