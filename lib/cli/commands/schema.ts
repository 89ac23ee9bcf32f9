import { configFileSchema } from '@/lib/config-file/json-schema'
import type { Answer } from '../answer'

/** `schema`: the JSON Schema of configuration files; it needs no database. */
export function schema(): Answer {
  const json = configFileSchema()
  return { exit: 0, json, lines: [JSON.stringify(json, null, 2)] }
}
