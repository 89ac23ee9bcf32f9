/** Milliseconds after which another letter begins another name. */
const pause = 700

/** The beginning of a name as it is typed, letter by letter. The same letter again and again stays one: it goes from unit to unit. */
export function typedName() {
  let [text, at] = ['', Number.NEGATIVE_INFINITY]
  return {
    /** @param time when it was typed, in milliseconds */
    add: (letter: string, time: number): string => {
      const isSame = [...text].every(one => one === letter)
      text = time - at > pause || isSame ? letter : text + letter
      at = time
      return text
    },
  }
}
