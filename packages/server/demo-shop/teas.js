import { tin } from './basket.js'
import { language, money, say } from './language.js'
import { kinds, teas } from './tea-data.js'

// One page that shows the shelf and each tea: moving between them changes the address alone.
const shelf = document.querySelector('#shelf')
const page = location.pathname.split('/').at(-1)
const address = (query) => (query === '' ? page : `${page}?${query}`)

function card({ id, kind, tin: color, mark, name, price, grams, notes }, heading) {
  return `<li class="card" style="--tin:${color}">
    <div class="stage">${tin({ mark })}</div>
    <div class="text">
      <span class="eyebrow">${kinds[kind][language]}</span>
      <${heading}><a href="${address(`tea=${id}`)}">${name[language]}</a></${heading}>
      <p class="notes">${notes[language].join(' · ')}</p>
      <div class="buy">
        <span class="price">${money(price[language])} <small>${say.tin(grams)}</small></span>
        <button class="add" type="button" data-add="${id}">${say.add}</button>
      </div>
    </div>
  </li>`
}

function list(kind) {
  const chips = [['', { zh: say.all, en: say.all }], ...Object.entries(kinds)].map(
    ([key, label]) =>
      `<li><a href="${address(key && `kind=${key}`)}" ${key === kind ? 'aria-current="true"' : ''}>${label[language]}</a></li>`,
  )
  const shown = teas.filter((tea) => kind === '' || tea.kind === kind)
  return `<div class="page-head"><h1 tabindex="-1">${say.teas}</h1><p class="lead">${say.lead}</p></div>
    <ul class="kinds">${chips.join('')}</ul>
    <ul class="cards">${shown.map((tea) => card(tea, 'h2')).join('')}</ul>`
}

function detail(tea) {
  const { id, kind, tin: color, name, price, grams, origin, notes, story, brew } = tea
  const facts = say.brewed(brew).map((value, index) => {
    return `<div><dt>${say.brewFacts[index]}</dt><dd>${value}</dd></div>`
  })
  const others = teas.filter((one) => one.id !== id)
  const start = teas.indexOf(tea)
  const next = [0, 1, 2, 3].map((offset) => others[(start + offset) % others.length])
  return `<p class="crumbs"><a href="${address('')}">← ${say.back}</a></p>
    <article class="product" style="--tin:${color}">
      <div class="stage">${tin(tea)}</div>
      <div>
        <span class="eyebrow">${kinds[kind][language]} · ${origin[language]}</span>
        <h1 tabindex="-1">${name[language]}</h1>
        <p class="other" lang="${language === 'en' ? 'zh-CN' : 'en'}">${name[language === 'en' ? 'zh' : 'en']}</p>
        <ul class="tags">${notes[language].map((note) => `<li>${note}</li>`).join('')}</ul>
        <p>${story[language]}</p>
        <span class="price">${money(price[language])} <small>${say.tin(grams)}</small></span>
        <div class="row">
          <button class="button" type="button" data-add="${id}">${say.add}</button>
          <button class="button quiet" type="button" data-chat><svg aria-hidden="true"><use href="art/tea.svg#talk"/></svg>${say.ask}</button>
        </div>
        <dl class="facts">${facts.join('')}</dl>
      </div>
    </article>
    <div class="next"><h2>${say.others}</h2><ul class="cards">${next.map((one) => card(one, 'h3')).join('')}</ul></div>`
}

function render() {
  const query = new URLSearchParams(location.search)
  const wanted = query.get('tea')
  const kind = Object.hasOwn(kinds, query.get('kind') ?? '') ? query.get('kind') : ''
  const tea = teas.find(({ id }) => id === wanted)
  const title = tea?.name[language] ?? kinds[kind]?.[language] ?? say.teas
  document.title = `${title} · ${say.shop}`
  shelf.innerHTML = tea === undefined ? list(kind) : detail(tea)
  // The other language shows the same tea.
  const other = document.querySelector('[hreflang]')
  other.search = location.search
}

shelf.addEventListener('click', (event) => {
  const link = event.target.closest('a')
  const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
  if (link === null || !isPlain) return
  event.preventDefault()
  history.pushState(null, '', link.href)
  render()
  scrollTo({ top: 0, behavior: 'instant' })
  // A reader hears where it is now.
  shelf.querySelector('h1').focus({ preventScroll: true })
})

addEventListener('popstate', render)
render()
