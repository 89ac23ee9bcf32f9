import { choice, say } from '@/app/messages/say'

/** Effects that wait, of one kind and for one reason. */
export const undeliveredText = ({
  kind,
  error,
  count,
}: {
  kind: string
  error: string | null
  count: number
}): string => say('run.undelivered', { kind, error: choice(error ?? 'none'), count })
