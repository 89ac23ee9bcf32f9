/** What was wrong, as a code; the sentence is found at the edge (lib/words). `path` names the field, when there is one. */
export type Fault = { code: string; args: Record<string, string | number>; path?: string }

/** What a use case answers. Throws are for bugs and lost connections; everything a person can cause is a fault. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; faults: Fault[] }

export const done = <T>(value: T): Outcome<T> => ({ ok: true, value })

export const refused = (code: string, args: Fault['args'] = {}, path?: string): { ok: false; faults: Fault[] } => ({
  ok: false,
  faults: [path === undefined ? { code, args } : { code, args, path }],
})
