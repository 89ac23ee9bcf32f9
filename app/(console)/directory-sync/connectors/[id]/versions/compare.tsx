import { Group, Stack, Text } from '@mantine/core'
import { say } from '@/app/messages/say'
import { Button } from '@/app/ui/button'
import { Card } from '@/app/ui/card'
import { FormAlone } from '@/app/ui/form-alone'
import { NativeSelect } from '@/app/ui/native-select'
import type { Connector } from '@/lib/store/connectors'
import { chosenVersions } from './chosen-versions'
import { Differences, type Version } from './differences'

export type Asked = { from?: string; to?: string }

type Props = { versions: readonly Version[]; asked: Asked; kind: Connector['kind'] }

/** Any two versions beside each other. It asks with GET, so that a comparison has an address. */
export function Compare({ versions, asked, kind }: Props) {
  const [newest, before] = versions
  if (!newest || !before) return null
  const chosen = chosenVersions(versions, asked)
  const data = versions.map(({ version }) => ({ value: String(version), label: say('versions.number', { version }) }))
  const same = asked.from !== undefined && asked.from === asked.to
  return (
    <Card title={say('versions.compare')} id="compare">
      <FormAlone>
        <Group align="end" gap="sm">
          <NativeSelect
            name="from"
            label={say('versions.from')}
            data={data}
            defaultValue={asked.from ?? String(before.version)}
          />
          <NativeSelect
            name="to"
            label={say('versions.to')}
            data={data}
            defaultValue={asked.to ?? String(newest.version)}
          />
          <Button type="submit" variant="default">
            {say('versions.compareThem')}
          </Button>
        </Group>
      </FormAlone>
      {same ? <Text>{say('versions.same')}</Text> : null}
      {chosen ? (
        <Stack gap={4} data-testid="compared">
          <Text fw={600}>{say('versions.compared', { from: chosen.from.version, to: chosen.to.version })}</Text>
          <Differences version={chosen.to} before={chosen.from} kind={kind} />
        </Stack>
      ) : null}
    </Card>
  )
}
