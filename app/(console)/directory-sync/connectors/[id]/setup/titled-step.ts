import type { Metadata } from 'next'
import { askedLanguage } from '@/lib/access/asked-language'
import { type Step, stepTitle } from './steps'

/** The `generateMetadata` of a step's page. */
export const titledStep = (step: Step) => async (): Promise<Metadata> => {
  await askedLanguage()
  return { title: stepTitle(step) }
}
