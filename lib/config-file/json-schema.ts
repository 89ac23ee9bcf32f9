import * as z from 'zod'
import { WrittenFile } from './written-file'

/** The JSON Schema (draft 2020-12) of a configuration file, version 1, for editors and other programs. */
export function configFileSchema(): Record<string, unknown> {
  const { $schema, ...shape } = z.toJSONSchema(WrittenFile, {
    io: 'input',
    target: 'draft-2020-12',
    override: ({ jsonSchema }) => {
      // The reader knows no key that stands nowhere, however deep.
      if (jsonSchema.type === 'object' && jsonSchema.properties) jsonSchema.additionalProperties = false
    },
  })
  return {
    $schema,
    $id: 'urn:enrollment:connector-configuration:1',
    title: 'Configuration of a connector, version 1',
    ...shape,
  }
}
