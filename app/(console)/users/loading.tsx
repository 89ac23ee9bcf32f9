import { Skeleton, Stack } from '@mantine/core'
import { say } from '@/app/messages/say'
import { askedLanguage } from '@/lib/access/asked-language'

const rows = Array.from({ length: 8 }, (_, at) => `row-${at}`)

/** A list before its rows are there, as tall as it will be. */
export default async function Loading() {
  await askedLanguage()
  return (
    <Stack gap="lg" aria-busy>
      <span className="visually-hidden" role="status">
        {say('loading')}
      </span>
      <Skeleton h={36} w={280} />
      <Skeleton h={56} maw={760} />
      <Stack gap="xs">
        {rows.map(row => (
          <Skeleton key={row} h={52} />
        ))}
      </Stack>
    </Stack>
  )
}
