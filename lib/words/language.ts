import { AsyncLocalStorage } from 'node:async_hooks'

/** The languages that there are words in. The first is spoken where nobody asked for another. */
export const languages = ['en', 'de'] as const
export type Language = (typeof languages)[number]

/** Where each is spoken, for dates, amounts and the order of words. */
const locales: Record<Language, string> = { en: 'en-US', de: 'de-DE' }

const around = new AsyncLocalStorage<Language>()
let otherwise: () => Language | undefined = () => undefined

/** Whatever is said in the course of `work` is said in this language. */
export const inLanguage = <T>(language: Language, work: () => T): T => around.run(language, work)

/** The language to speak now: of the work around this call, or of the page that is being made. */
export const spokenLanguage = (): Language => around.getStore() ?? otherwise() ?? languages[0]

/** The locale (BCP 47) that dates and amounts are written in now. */
export const spokenLocale = (): string => locales[spokenLanguage()]

/** Pages are made by React, which loses the work around a call: it is asked for the language of the page. */
export function askForLanguage(ofPage: () => Language | undefined): void {
  otherwise = ofPage
}

/** Of the languages that a browser accepts (RFC 9110, 12.5.4), the one it likes best and we have; regions do not matter. */
export function preferredLanguage(accepted: string, offered: readonly Language[] = languages): Language | undefined {
  const wishes = accepted.split(',').map(part => {
    const [tag = '', ...parameters] = part.trim().split(';')
    const quality = parameters.map(text => /^\s*q=([\d.]+)\s*$/.exec(text)?.[1]).find(text => text !== undefined)
    return { language: tag.trim().toLowerCase().split('-')[0], quality: quality === undefined ? 1 : Number(quality) }
  })
  const wished = wishes.filter(({ quality }) => quality > 0).toSorted((a, b) => b.quality - a.quality)
  return wished.map(({ language }) => offered.find(one => one === language)).find(found => found !== undefined)
}
