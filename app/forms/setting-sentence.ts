import { say, sayIfKnown } from '@/app/messages/say'

/** The sentence for a fault of a typed value. Only this room's sentences, so that a form does not carry all of them. */
export const settingSentence = (code: string): string => sayIfKnown(`fault.${code}`) ?? say('form.valueInvalid')
