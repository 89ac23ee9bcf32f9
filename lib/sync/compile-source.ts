import type { FieldSource } from '@/lib/settings/mapping'
import { compileExpression, type Expression } from './expression/compile-expression'
import type { Reading } from './expression/compile-node'
import { ExpressionFailure, placeOf } from './expression/failure'

/** Why a value could not be computed for somebody: arguments of the problem `mapping-failed`. */
export type ValueFailure = { reason: string; line: number; column: number }
/** A text without spaces around it; null = the directory has none. */
export type Found = { value: string | null } | { failure: ValueFailure }

export type CompiledSource = {
  /** Every attribute that may be read, as written in the settings. */
  attributes: readonly string[]
  read(reading: Reading): Found
  /** The attributes that the value of this person comes from. */
  suppliers(reading: Reading): readonly string[]
}

/** @param otherwise what is read where none of the attributes of a list has a value */
export function compileSource(source: FieldSource, otherwise: (reading: Reading) => string | null): CompiledSource {
  return source.kind === 'attributes' ? fromAttributes(source.names, otherwise) : fromExpression(source.text)
}

function fromAttributes(names: readonly string[], otherwise: (reading: Reading) => string | null): CompiledSource {
  return {
    attributes: names,
    read: reading => {
      for (const name of names) {
        const value = reading.first(name)
        if (value !== null) return { value }
      }
      return { value: otherwise(reading) }
    },
    suppliers: reading => names.filter(name => reading.first(name) !== null).slice(0, 1),
  }
}

/** Settings are checked before they are kept; one that no longer compiles fails for everybody and crashes nobody's run. */
function fromExpression(text: string): CompiledSource {
  const compiled = compileExpression(text)
  if (compiled.ok) return fromCompiled(compiled.expression)
  const { line, column } = compiled.fault.args
  const failure = { reason: 'uncompiled', line: Number(line), column: Number(column) }
  return { attributes: [], read: () => ({ failure }), suppliers: () => [] }
}

function fromCompiled({ text, attributes, evaluate }: Expression): CompiledSource {
  return {
    attributes,
    read: reading => {
      try {
        const value = evaluate(reading).normalize('NFC').trim()
        return { value: value === '' ? null : value }
      } catch (error) {
        if (error instanceof ExpressionFailure) return { failure: { reason: error.reason, ...placeOf(text, error.at) } }
        throw error
      }
    },
    suppliers: () => attributes,
  }
}
