import compile from 'icu-minify/compile'
import format from 'icu-minify/format'
import { ReadFailure, type ReadFault } from '@/lib/directory/read-fault'
import directory from '@/lib/words/en/directory.json'

/** What is to be done on an agent's machine in another way than in the portal. */
const here: Record<string, string> = {
  'address-not-allowed':
    '{host} has the address {address}, which this agent may not connect to. Name your directory’s network in ENROLLMENT_DIRECTORY_NETWORKS, like 10.0.0.0/8, or use another server.',
  'port-not-allowed':
    'This agent may not connect to port {port}. Directories usually answer on port 636. Use that port, or name {port} in ENROLLMENT_DIRECTORY_PORTS.',
  'agent-not-configured': '{agent} has not been told about its directory yet. Run the configure command first.',
  'agent-base-refused':
    'This machine does not let anybody read {baseDn}. Choose a place inside of what it allows, or change --allow-base with the configure command.',
  'agent-attributes-refused':
    'This machine does not let anybody read {attributes}. Take them out of the mapping, or allow them with --allow-attribute of the configure command.',
  unexpected: 'Something went wrong that this program did not foresee, and nothing was decided from it. Try again.',
}

const messages: Record<string, string> = {
  ...Object.fromEntries(
    Object.entries(directory).map(([code, text]) => [code, text.replaceAll('this portal', 'this machine')]),
  ),
  ...here,
}
const formatters = {
  getNumberFormat: (...of: ConstructorParameters<typeof Intl.NumberFormat>) => new Intl.NumberFormat(...of),
  getDateTimeFormat: (...of: ConstructorParameters<typeof Intl.DateTimeFormat>) => new Intl.DateTimeFormat(...of),
  getPluralRules: (...of: ConstructorParameters<typeof Intl.PluralRules>) => new Intl.PluralRules(...of),
}
function speak(message: string, args: ReadFault['args']): string {
  const values = Object.entries(args).map(([name, value]): [string, string | number | Date] =>
    message.includes(`{${name}, date`) ? [name, new Date(value)] : [name, value],
  )
  const formats = { dateTime: { long: { dateStyle: 'long' } } } as const
  return String(format(compile(message), 'en-US', Object.fromEntries(values), { formatters, formats, timeZone: 'UTC' }))
}

/** What a fault means, and what to do about it: the portal's own sentence, as it is said on this machine. */
export function faultInWords({ code, args }: ReadFault): string {
  const message = messages[code]
  return message === undefined ? `${messages.unexpected} (${code})` : speak(message, args)
}

/** What kept a command from its end. */
export function whyOf(error: unknown): string {
  if (error instanceof ReadFailure) return faultInWords(error.fault)
  return error instanceof Error ? error.message : String(error)
}
