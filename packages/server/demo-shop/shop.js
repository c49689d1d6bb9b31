import { serveBasket } from './basket.js'
import { say } from './language.js'

// Calls made before the chat's script has loaded wait in its queue.
window.Parley =
  window.Parley ||
  function () {
    window.Parley.q = window.Parley.q || []
    // biome-ignore lint/complexity/noArguments: the queue holds what was passed, as it was.
    window.Parley.q.push(arguments)
  }

const MEMBER = 'cloudrest:member'

document.addEventListener('click', (event) => {
  if (event.target.closest('[data-chat]') !== null) {
    event.target.closest('dialog')?.close()
    window.Parley('open')
  }
  const opener = event.target.closest('[data-open]')
  if (opener !== null) document.getElementById(opener.dataset.open).showModal()
  // A click beside an open dialog falls on the dialog itself.
  if (event.target instanceof HTMLDialogElement || event.target.closest('.close') !== null) {
    event.target.closest('dialog').close()
  }
})

/** Greets who signed in, and tells the chat who it is talking to, with the shop's word for it. */
async function welcome({ name, email }) {
  const opener = document.querySelector('[data-open="member"]')
  opener.querySelector('.who').textContent = name
  opener.ariaLabel = say.hello(name)
  opener.title = say.hello(name)
  const { elements } = document.querySelector('#member form')
  elements.name.value = name
  elements.email.value = email
  const token = await signature({ name, email })
  window.Parley('identify', { name, email, token, attributes: say.level })
}

/** The shop's server signs who this is; without it the chat only takes note of what is claimed. */
async function signature(customer) {
  try {
    const answer = await fetch(`/demo/signature?${new URLSearchParams(customer)}`)
    return answer.ok ? (await answer.json()).token : undefined
  } catch {
    return undefined
  }
}

document.querySelector('#member form').addEventListener('submit', (event) => {
  const member = Object.fromEntries(new FormData(event.target))
  try {
    sessionStorage.setItem(MEMBER, JSON.stringify(member))
  } catch {
    // Blocked storage: signed in for this page.
  }
  void welcome(member)
})

try {
  const known = JSON.parse(sessionStorage.getItem(MEMBER) ?? 'null')
  if (known !== null) void welcome(known)
} catch {
  // Nobody is known.
}

serveBasket()
