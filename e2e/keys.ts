import { expect, type Locator, type Page } from '@playwright/test'

/** Looks whether it is reached, before it is given up. */
const most = 60

/** A page as somebody uses it who has no pointer: Tab, arrows, Space, Enter and typing, and nothing is focused from outside. */
export function keysOf(page: Page) {
  const { keyboard } = page

  /** Goes there by Tab, back when it stands before what has the focus. */
  const reach = async (target: Locator) => {
    await expect(target).toBeVisible()
    await expect(target).toBeEnabled()
    for (let looks = 0; looks < most; looks++) {
      const away = await target.evaluate(stopsAway)
      if (away === 0) return
      // How many stops there are is estimated: the last ones are gone one by one.
      for (let stops = Math.max(1, Math.abs(away) - 2); stops > 0; stops--)
        await keyboard.press(away > 0 ? 'Tab' : 'Shift+Tab')
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
    await reach(radio)
    for (let steps = 0; steps < 20 && !(await radio.isChecked()); steps++) await keyboard.press('ArrowDown')
    await expect(radio).toBeChecked()
  }
  /** Types the first word of an option, and goes the rest of the way by arrows. */
  const pick = async (select: Locator, option: string) => {
    await reach(select)
    await keyboard.type(option.split(' ')[0] ?? '')
    for (let looks = 0; looks < most; looks++) {
      const away = await select.evaluate(optionsAway, option)
      if (away === 0) return
      for (let steps = Math.abs(away); steps > 0; steps--) await keyboard.press(away > 0 ? 'ArrowDown' : 'ArrowUp')
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

/** Stops of Tab from what has the focus to this element, less than 0 when it stands before; a group of radios is one. */
function stopsAway(element: Element): number {
  const focused = document.activeElement ?? document.body
  const groupOf = (one: Element) => (one instanceof HTMLInputElement && one.type === 'radio' ? one.name : null)
  if (element === focused || (groupOf(element) !== null && groupOf(element) === groupOf(focused))) return 0
  const stops = [
    ...document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary, [tabindex]'),
  ]
    .filter(one => one.tabIndex >= 0 && !one.matches(':disabled') && one.checkVisibility({ visibilityProperty: true }))
    .filter((one, at, all) => groupOf(one) === null || groupOf(all[at - 1] ?? one) !== groupOf(one) || at === 0)
  const isAfter = (one: Element, other: Element) =>
    (other.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0
  const back = focused !== document.body && isAfter(focused, element)
  const [low, high] = back ? [element, focused] : [focused, element]
  const between = stops.filter(one => isAfter(one, low) && isAfter(high, one)).length + 1
  return back ? -between : between
}

function optionsAway(element: Element, label: string): number {
  if (!(element instanceof HTMLSelectElement)) throw new Error('This is no list of options')
  const wanted = [...element.options].findIndex(option => option.label === label)
  if (wanted < 0) throw new Error(`There is no option ${label}`)
  return wanted - element.selectedIndex
}
