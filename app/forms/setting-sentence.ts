import { createTranslator } from 'use-intl/core'
import { say } from '@/app/messages/say'
import settings from '@/lib/words/en/settings.json'

const messages: Record<string, string> = settings
const speak = createTranslator<Record<string, string>>({ locale: 'en', timeZone: 'UTC', messages })

/** The sentence for a fault of a typed value. Only this room's sentences, so that a form does not carry all of them. */
export function settingSentence(code: string): string {
  return Object.hasOwn(messages, code) ? speak(code) : say('form.valueInvalid')
}
