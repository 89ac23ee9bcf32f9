import { byteOrderMark, csvRow } from './csv-row'

/** A file whose rows come piece by piece, as fast as they are taken: whoever stops taking them ends the reading. */
export function csvStream(headings: readonly string[], pieces: AsyncGenerator<string[][]>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const lines = textOf(headings, pieces)
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await lines.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    async cancel() {
      await lines.return(undefined)
    },
  })
}

async function* textOf(
  headings: readonly string[],
  pieces: AsyncGenerator<string[][]>,
): AsyncGenerator<string, undefined> {
  yield `${byteOrderMark}${csvRow(headings)}`
  for await (const rows of pieces) if (rows.length > 0) yield rows.map(csvRow).join('')
}

/** The answer that a browser saves under this name. */
export const csvAnswer = (file: ReadableStream<Uint8Array>, name: string): Response =>
  new Response(file, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}"`,
      'x-content-type-options': 'nosniff',
    },
  })
