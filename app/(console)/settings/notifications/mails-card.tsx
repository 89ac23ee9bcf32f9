import { Stack, Text } from '@mantine/core'
import { say } from '@/app/messages/say'
import { Words } from '@/app/messages/words'
import { Reserved } from '@/app/rights/reserved'
import { Card } from '@/app/ui/card'
import { List } from '@/app/ui/list'
import { accountWords } from '@/lib/notify/account-letter'
import { mailServer } from '@/lib/notify/mail-server'
import type { Language } from '@/lib/words/language'
import { type Mails, MailsForm } from './mails-form'

type Props = {
  stored: Mails
  mayChange: boolean
  /** To whom the mails are shown as if they were theirs. */
  reader: { name: string; company: string; language: Language }
}

const kinds = ['welcomeMails', 'farewellMails'] as const

/** Which mails runs write to people themselves, and what those say. */
export function MailsCard({ stored, mayChange, reader }: Props) {
  return (
    <Card title={say('mails.title')} id="mails">
      <Text>{say('mails.lead', { language: reader.language })}</Text>
      {mailServer() ? null : <Text>{say('mails.noServer')}</Text>}
      {mayChange ? (
        <Words of={['mails', 'form']}>
          <MailsForm stored={stored} />
        </Words>
      ) : (
        <>
          <List plain>
            {kinds.map(kind => (
              <li key={kind}>{say('mails.state', { kind: say(`mails.${kind}`), on: String(stored[kind]) })}</li>
            ))}
          </List>
          <Reserved to="enrollment.sync.configure" />
        </>
      )}
      <MailText summary={say('mails.welcomeSays')} lang={reader.language} {...accountWords('welcome', reader)} />
      <MailText summary={say('mails.farewellSays')} lang={reader.language} {...accountWords('farewell', reader)} />
    </Card>
  )
}

type Shown = { summary: string; lang: Language; subject: string; text: string }

function MailText({ summary, lang, subject, text }: Shown) {
  return (
    <details>
      <summary>{summary}</summary>
      <Stack gap="xs" pt="xs" lang={lang}>
        <Text fw={600}>{subject}</Text>
        <Text style={{ whiteSpace: 'pre-line' }}>{text}</Text>
      </Stack>
    </details>
  )
}
