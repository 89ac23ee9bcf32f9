import type { ValueModifier } from '@/lib/settings/mapping'

export type Modify = (value: string) => string

/** The modifiers of a field as one step, done in their order. */
export function compileModifiers(modifiers: readonly ValueModifier[]): Modify {
  const steps = modifiers.map(stepOf)
  return value => steps.reduce((text, step) => step(text), value)
}

function stepOf(modifier: ValueModifier): Modify {
  switch (modifier.kind) {
    // Of no particular language, so that every server makes the same of it.
    case 'lower':
      return text => text.toLowerCase()
    case 'upper':
      return text => text.toUpperCase()
    case 'single-spaces':
      return text => text.replace(/\s+/gu, ' ')
    case 'replace':
      return text => text.replaceAll(modifier.find, () => modifier.replacement)
  }
}
