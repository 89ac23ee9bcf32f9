import { Command, CommanderError } from 'commander'
import { stopWaking } from '@/lib/jobs/wake'
import { messageOf } from '@/lib/store/describe-error'
import { closeDatabase } from '@/lib/store/organization'
import { type Answer, Refused } from './answer'
import { agentRevoke, agentRotate, agents, agentToken, carrier } from './commands/agents'
import { apply } from './commands/apply'
import { approve } from './commands/approve'
import { check } from './commands/check'
import { decide, decisions } from './commands/decisions'
import { deleteConnectorNamed } from './commands/delete-connector'
import { doctor } from './commands/doctor'
import { exportFile } from './commands/export'
import { groups, lists } from './commands/groups'
import { licenses } from './commands/licenses'
import { notifications } from './commands/notifications'
import { people } from './commands/people'
import { plan } from './commands/plan'
import { precedence } from './commands/precedence'
import { preview } from './commands/preview'
import { revert } from './commands/revert'
import { run } from './commands/run'
import { runs } from './commands/runs'
import { schema } from './commands/schema'
import { sync } from './commands/sync'
import { test } from './commands/test'
import { verifyDomainAsOperator } from './commands/verify-domain'
import { type Context, chooseOrganization, connectToDatabase } from './context'
import { say } from './say'

type Options = { org?: string; json?: boolean }

/** The command line. `work` ends with an answer; how it is printed and what the process ends with is decided here. */
function program(): Command {
  const top = new Command('enrollment')
    .description('Directory Sync from the command line, through the same functions as the browser.')
    .option('--org <name-or-id>', 'the organization; not needed when there is only one')
    .option('--json', 'print JSON for programs')
    .addHelpText('after', '\nExit codes: 0 done, or nothing would change, 1 failed, 2 a plan waits for approval.')
    .exitOverride()
  const command = (words: string, description: string) => top.command(words).description(description)
  command('apply <file>', 'make a configuration file (YAML, version 1) the live configuration').action(
    (file, _, self) => answer(self, context => apply(context, file)),
  )
  command('export <name>', 'print the live configuration as a file that apply reads, without secrets')
    .option('--format <yaml|json>', 'YAML if not said')
    .action((name, options, self) => answer(self, context => exportFile(context, name, options)))
  command('schema', 'print the JSON Schema of configuration files').action(() => print(schema(), false))
  command('test <name>', 'test the connection of a connector, check by check').action((name, _, self) =>
    answer(self, context => test(context, name)),
  )
  command('preview <name>', 'work out what would change, and change nothing').action((name, _, self) =>
    answer(self, context => preview(context, name)),
  )
  command('run <run>', 'tell how a run stands or ended').action((wanted, _, self) =>
    answer(self, context => run(context, wanted)),
  )
  command('sync <name>', 'synchronize a connector now and wait')
    .option(
      '--approve',
      'approve the plan if it waits only because it is the first or adds many people, and removes nobody',
    )
    .option('--quick', 'read only what changed since the last run, where that can be trusted')
    .action((name, options, self) => answer(self, context => sync(context, name, options)))
  command('approve <run>', 'approve a waiting plan, by its hash and its number of removals')
    .requiredOption('--plan <hash>', 'the hash of the plan')
    .requiredOption('--removals <n>', 'how many people the plan removes')
    .requiredOption('--reason <text>', 'why; kept with the approval')
    .option('--kind <kinds>', 'only changes of these kinds, with commas between them: add, update, deactivate …')
    .option('--why <reasons>', 'only changes for these reasons, as “plan” names them')
    .option('--groups', 'with what concerns lists and organizational groups, where only a part is approved')
    .action((run, options, self) => answer(self, context => approve(context, run, options)))
  command('plan <run>', 'what waits for approval, and the hash and number of all of it or of a part')
    .option('--kind <kinds>', 'only changes of these kinds, with commas between them: add, update, deactivate …')
    .option('--why <reasons>', 'only changes for these reasons')
    .option('--groups', 'with what concerns lists and organizational groups, where only a part is meant')
    .action((run, options, self) => answer(self, context => plan(context, run, options)))
  command('decisions <connector>', 'list the people whom the rules for joining leave open').action((name, _, self) =>
    answer(self, context => decisions(context, name)),
  )
  command('decide <connector> <person>', 'say whose account it is; the next run does it')
    .option('--link <account>', 'this account, by address or id, is the person’s')
    .option('--create', 'it is none of them: an account of their own')
    .option('--leave-apart', 'no account')
    .requiredOption('--reason <text>', 'how you know; kept with the decision')
    .option('--evidence <hash>', 'decide only while what is known is what “decisions --json” told')
    .action((name, person, options, self) => answer(self, context => decide(context, name, person, options)))
  command(
    'precedence [connectors...]',
    'whose person somebody is whom several connectors find; without names, what is set',
  )
    .option('--none', 'no order: whoever had a person first keeps them')
    .action((names, options, self) => answer(self, context => precedence(context, names, options)))
  command('check <person>', 'explain what happens to a person, and why')
    .option('--connector <name>', 'the connector; not needed when there is only one')
    .option('--run <run>', 'what a run saw, in place of the directory as it is now')
    .action((person, options, self) => answer(self, context => check(context, person, options)))
  command('revert <run>', 'plan to take back what a run did; approve the plan to do it').action((run, _, self) =>
    answer(self, context => revert(context, run)),
  )
  command('doctor', 'look whether database, worker, clock, secrets and directories are as they have to be').action(
    (_, self) => answerAnywhere(self, doctor),
  )
  command('notifications', 'what runs tell people and another system; without options, what is set')
    .option('--welcome <on|off>', 'a mail to everybody who is added')
    .option('--farewell <on|off>', 'a mail to everybody whose access ends')
    .option('--language <en|de>', 'what mails to people are written in')
    .option('--webhook <url|off>', 'where every batch of changes is told')
    .option('--secret-variable <name>', 'the environment variable with the secret that signs')
    .action((options, self) => answer(self, context => notifications(context, options)))
  command('licenses [organization]', 'the seats that the billing side grants; without options, what is set and taken')
    .option('--seats <n|unlimited>', 'how many people may be managed')
    .option('--price <amount>', 'what one seat costs a month, such as 8 or 7.50')
    .option('--currency <code>', 'of the price, such as EUR')
    .option('--term <monthly|annual>', 'for how long at a time it is paid')
    .option('--renews <date>', 'the day on which the term begins anew, YYYY-MM-DD')
    .action((wanted, options, self: Command) =>
      answerAnywhere(self, async () =>
        licenses(await chooseOrganization(wanted ?? self.optsWithGlobals<Options>().org), options),
      ),
    )
  command(
    'carrier <connector> <cloud|agent>',
    'who reads for a connector: this portal, or agents in the intranet',
  ).action((name, kind, _, self) => answer(self, context => carrier(context, name, kind)))
  command('agents <connector>', 'list the agents of a connector').action((name, _, self) =>
    answer(self, context => agents(context, name)),
  )
  const agent = command('agent', 'agents in the intranet')
  agent
    .command('token <connector> <name>')
    .description('make a token with which one agent enrolls, within 60 minutes')
    .action((connector, name, _, self) => answer(self, context => agentToken(context, connector, name)))
  agent
    .command('rotate <name>')
    .description('have an agent exchange its key')
    .action((name, _, self) => answer(self, context => agentRotate(context, name)))
  agent
    .command('revoke <name>')
    .description('shut an agent out for good')
    .action((name, _, self) => answer(self, context => agentRevoke(context, name)))
  command('runs', 'list the newest runs').action((_, self) => answer(self, runs))
  command('people', 'list the people in Messenger').action((_, self) => answer(self, people))
  command('lists', 'list the lists in Messenger with their members').action((_, self) => answer(self, lists))
  command('groups', 'list the organizational groups in Messenger').action((_, self) => answer(self, groups))
  command('connector', 'connectors of the organization')
    .command('delete <name>')
    .description('end a connector; its people, lists and groups stay as they are')
    .requiredOption('--confirm <name>', 'the name once more')
    .action((name, options, self) => answer(self, context => deleteConnectorNamed(context, name, options)))
  command('domain', 'domains of the organization')
    .command('verify <name>')
    .description('vouch that the organization owns a domain')
    .option('--operator', 'you are the operator of this installation')
    .action((name, options, self) => answer(self, context => verifyDomainAsOperator(context, name, options)))
  return top
}

function answer(command: Command, work: (context: Context) => Promise<Answer>): Promise<void> {
  const { org } = command.optsWithGlobals<Options>()
  return answerAnywhere(command, async () => work(await chooseOrganization(org)))
}

/** For what is about the installation and no organization. */
async function answerAnywhere(command: Command, work: () => Promise<Answer>): Promise<void> {
  const { json } = command.optsWithGlobals<Options>()
  try {
    connectToDatabase()
    print(await work(), json)
  } catch (error) {
    print(failure(error), json)
  } finally {
    await stopWaking()
    await closeDatabase()
  }
}

function failure(error: unknown): Answer {
  const faults = error instanceof Refused ? error.faults : [{ code: 'unexpected', args: { message: messageOf(error) } }]
  const told = faults.map(fault => ({ ...fault, message: say(fault) }))
  return { exit: 1, lines: told.map(({ message }) => message), json: { faults: told } }
}

function print({ exit, lines, json }: Answer, asJson: boolean | undefined): void {
  if (asJson) console.log(JSON.stringify(json, null, 2))
  else for (const line of lines) exit === 1 ? console.error(line) : console.log(line)
  process.exitCode = exit
}

try {
  await program().parseAsync()
} catch (error) {
  if (!(error instanceof CommanderError)) throw error
  // Commander has said what was wrong; asking for help is no failure.
  process.exitCode = error.exitCode === 0 ? 0 : 1
}
