import { spokenLanguage } from '@/lib/words/language'
import { wordsOf } from './languages'
import { filled, type Values } from './message'

/** A message in the language of the request. */
export function said(key: string, values?: Values): string {
  const language = spokenLanguage()
  return filled(wordsOf(language), language, key, values)
}
