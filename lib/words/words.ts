import { createTranslator } from 'use-intl/core'
import { de } from './de/sentences'
import access from './en/access.json'
import agent from './en/agent.json'
import alerts from './en/alerts.json'
import cli from './en/cli.json'
import configFile from './en/config-file.json'
import connectors from './en/connectors.json'
import directory from './en/directory.json'
import domainWords from './en/domains.json'

import groups from './en/groups.json'
import mail from './en/mail.json'
import messenger from './en/messenger.json'
import problems from './en/problems.json'
import review from './en/review.json'
import runs from './en/runs.json'
import settings from './en/settings.json'
import sync from './en/sync.json'
import teams from './en/teams.json'
import trace from './en/trace.json'
import { type Language, spokenLanguage } from './language'

/** The sentences of each room, by code. The order decides when two rooms use one code and nobody says which is meant. */
export const sentences = {
  settings,
  connectors,
  directory,
  runs,
  sync,
  trace,
  groups,
  problems,
  messenger,
  mail,
  alerts,
  teams,
  access,
  review,
  domains: domainWords,
  'config-file': configFile,
  cli,
  agent,
} as const satisfies Record<string, Record<string, string>>

/** What other languages say; what they lack is said in English. The command line and agents speak English alone. */
const translated: Partial<Record<Language, Partial<Record<Room, Record<string, string>>>>> = { de }

export type Room = keyof typeof sentences
export type Arguments = Record<string, string | number>

const rooms = Object.keys(sentences) as Room[]

/** The room that has a sentence for a code: the preferred one first. */
function roomOf(code: string, preferred: Room | undefined): Room | undefined {
  if (preferred && Object.hasOwn(sentences[preferred], code)) return preferred
  return rooms.find(room => Object.hasOwn(sentences[room], code))
}

/** True when some room has a sentence for this code. */
export const hasSentence = (code: string, room?: Room): boolean => roomOf(code, room) !== undefined

/**
 * What decisions of earlier releases did not tell and their sentences ask for by now. A reason has three characters or more,
 * so that `no` is none.
 */
const untold: Arguments = { exclusionReason: 'no' }

type Speak = (code: string, args: Arguments) => string
const speakers = new Map<string, Speak>()

/** Parsed messages are kept, because a list shows the same sentence hundreds of times. */
function speaker(room: Room, language: Language): Speak {
  const known = speakers.get(`${language} ${room}`)
  if (known) return known
  const messages: Record<string, string> = { ...sentences[room], ...translated[language]?.[room] }
  const speak = createTranslator<Record<string, string>>({
    locale: language,
    timeZone: 'UTC',
    messages,
    onError: () => undefined,
    getMessageFallback: ({ key }) => unknown(key),
  })
  speakers.set(`${language} ${room}`, speak)
  return speak
}

/**
 * The sentence for a code, in the language that is spoken now, with its arguments filled in.
 *
 * `room` says which room speaks, because some codes mean different things in two of them (`name-missing` of a connector,
 * and of a person). A code nobody knows becomes one honest general sentence that quotes it: nobody is shown a bare code.
 */
export function sentence(code: string, args: Arguments = {}, room?: Room): string {
  const found = roomOf(code, room)
  return found === undefined ? unknown(code) : speaker(found, spokenLanguage())(code, { ...untold, ...args })
}

const unknown = (code: string): string => sentence('code-unknown', { code }, 'access')
