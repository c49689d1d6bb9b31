import { language, money, say } from './language.js'
import { teas } from './tea-data.js'

const KEY = 'cloudrest:basket'

/** Tea ids and how many of each; kept while the tab lives, and only once something was put in. */
function read() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? '{}')
  } catch {
    return {}
  }
}

function write(basket) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(basket))
  } catch {
    // Blocked storage: the basket empties with the next page.
  }
  show()
}

/** A tea tin, drawn in the tea's colour. */
export function tin({ mark }) {
  return `<span class="tin" aria-hidden="true"><svg aria-hidden="true"><use href="art/tea.svg#tin"/></svg><b>${mark}</b></span>`
}

const drawer = document.querySelector('#basket')
const opener = document.querySelector('[data-open="basket"]')

function show() {
  const basket = read()
  const lines = teas.filter(({ id }) => basket[id] > 0)
  const count = lines.reduce((sum, { id }) => sum + basket[id], 0)
  const total = lines.reduce((sum, { id, price }) => sum + basket[id] * price[language], 0)
  const badge = opener.querySelector('.count')
  badge.hidden = count === 0
  badge.textContent = String(count)
  opener.ariaLabel = count === 0 ? say.basket : `${say.basket} ${count}`
  drawer.querySelector('.lines').innerHTML = lines
    .map(
      (tea) => `<div class="line" style="--tin:${tea.tin};--size:56px">${tin(tea)}
        <div><b>${tea.name[language]}</b><br /><small>${say.tin(tea.grams)} ${say.times(basket[tea.id])}</small></div>
        <div>${money(tea.price[language] * basket[tea.id])}<br />
          <button class="link" type="button" data-remove="${tea.id}" aria-label="${say.removeThis(tea.name[language])}"><small>${say.remove}</small></button></div>
      </div>`,
    )
    .join('')
  drawer.querySelector('.none').hidden = count > 0
  drawer.querySelector('.total').hidden = count === 0
  drawer.querySelector('.sum').textContent = money(total)
}

function toast(text) {
  const box = document.querySelector('.toast')
  box.textContent = text
  box.classList.add('shown')
  clearTimeout(toast.timer)
  toast.timer = setTimeout(() => box.classList.remove('shown'), 2_600)
}

/** What is in the basket, in a line: "West Lake Longjing × 2". */
function summary() {
  const basket = read()
  return teas
    .filter(({ id }) => basket[id] > 0)
    .map(({ id, name }) => `${name[language]} ${say.times(basket[id])}`)
    .join(language === 'en' ? ', ' : '，')
}

/** Lets every `data-add` button of the page, now or later, put its tea into the basket. */
export function serveBasket() {
  drawer.querySelector('[data-chat]').addEventListener('click', () => {
    // Who answers sees what the order is about.
    window.Parley('identify', { attributes: { [say.basket]: summary() } })
  })
  document.addEventListener('click', (event) => {
    const { add, remove } = event.target.closest('[data-add], [data-remove]')?.dataset ?? {}
    const basket = read()
    if (add !== undefined) {
      write({ ...basket, [add]: (basket[add] ?? 0) + 1 })
      toast(say.added(teas.find(({ id }) => id === add).name[language]))
    } else if (remove !== undefined) {
      const { [remove]: _, ...rest } = basket
      write(rest)
      drawer.querySelector('.close').focus()
    }
  })
  show()
}
