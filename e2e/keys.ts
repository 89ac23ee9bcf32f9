import { expect, type Locator, type Page } from '@playwright/test'

/** More stops than any page has. */
const most = 250

/** A page as somebody uses it who has no pointer: Tab, arrows, Space, Enter and typing, and nothing is focused from outside. */
export function keysOf(page: Page) {
  const { keyboard } = page

  /** Goes there by Tab, back when it stands before what has the focus. */
  const reach = async (target: Locator, isThere: (element: Element) => boolean = hasFocus) => {
    await expect(target).toBeVisible()
    const key = (await target.evaluate(standsBefore)) ? 'Shift+Tab' : 'Tab'
    for (let stops = 0; stops < most; stops++) {
      if (await target.evaluate(isThere)) return
      await keyboard.press(key)
    }
    throw new Error(`${target} is a stop of no Tab`)
  }
  const press = async (target: Locator, key = 'Enter') => {
    await reach(target)
    await keyboard.press(key)
  }
  /** Replaces whatever is in a text field. */
  const write = async (target: Locator, text: string) => {
    await press(target, 'Control+A')
    await keyboard.type(text)
    await expect(target).toHaveValue(text)
  }
  /** A group of radios is one stop, at the chosen one; its arrows choose another. */
  const choose = async (radio: Locator) => {
    await reach(radio, isInFocusedGroup)
    for (let steps = 0; steps < 20 && !(await radio.isChecked()); steps++) await keyboard.press('ArrowDown')
    await expect(radio).toBeChecked()
  }
  /** Types the beginning of an option as far as it is one word, and goes the rest of the way by arrows. */
  const pick = async (select: Locator, option: string) => {
    await press(select, option.charAt(0))
    for (let steps = 0; steps < 600; steps++) {
      const away = await select.evaluate(optionsAway, option)
      if (away === 0) return
      await keyboard.press(away > 0 ? 'ArrowDown' : 'ArrowUp')
    }
    throw new Error(`${select} has no option ${option}`)
  }
  /** A date or a time is several stops, one for each of its parts: entered at the first, they are typed one after the other. */
  const fillIn = async (target: Locator, typed: string, value: string) => {
    await reach(target)
    while (await target.evaluate(hasFocus)) await keyboard.press('Shift+Tab')
    await keyboard.press('Tab')
    await keyboard.type(typed)
    await expect(target).toHaveValue(value)
  }
  return { reach, press, write, choose, pick, fillIn }
}

/** Tells whether a pointer was used since. */
export async function watchPointer(page: Page): Promise<() => number> {
  let used = 0
  await page.exposeFunction('tellPointer', () => used++)
  const listen = () => addEventListener('pointerdown', () => Reflect.get(window, 'tellPointer')(), true)
  await page.addInitScript(listen)
  await page.evaluate(listen)
  return () => used
}

// What follows is carried into the browser one by one, so that none may use another.

function hasFocus(element: Element): boolean {
  return element === document.activeElement
}

function isInFocusedGroup(element: Element): boolean {
  const focused = document.activeElement
  if (!(element instanceof HTMLInputElement) || !(focused instanceof HTMLInputElement)) return false
  return focused.type === 'radio' && focused.name === element.name
}

function standsBefore(element: Element): boolean {
  const focused = document.activeElement
  if (!focused || focused === document.body) return false
  return (focused.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING) !== 0
}

function optionsAway(element: Element, label: string): number {
  if (!(element instanceof HTMLSelectElement)) throw new Error('This is no list of options')
  const wanted = [...element.options].findIndex(option => option.label === label)
  if (wanted < 0) throw new Error(`There is no option ${label}`)
  return wanted - element.selectedIndex
}
