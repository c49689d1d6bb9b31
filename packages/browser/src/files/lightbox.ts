import { watchGestures } from './gestures.ts'
import type { FileTexts } from './texts.ts'

/** A picture that can be shown large. */
export interface Picture {
  name: string
  /** What is on screen already, until the whole is loaded. */
  previewUrl: string | undefined
  /** Asked for when it is shown, because links expire. */
  url: () => string | undefined
}

/**
 * Shows pictures large, over the whole page: arrows and swipes lead through them, wheel, pinch and
 * double click make them larger, Escape, the button and a click beside the picture close it. The
 * focus returns to where it was.
 */
export function openLightbox(
  pictures: readonly Picture[],
  first: number,
  texts: FileTexts,
): { close(): void } {
  let at = first
  const dialog = document.createElement('dialog')
  dialog.className = 'pf-lightbox'
  const stage = append(dialog, 'div', 'pf-stage')
  const image = append(stage, 'img', '')
  const bar = append(dialog, 'div', 'pf-bar')
  const name = append(bar, 'span', 'pf-name')
  const count = append(bar, 'span', 'pf-count')
  const download = append(bar, 'a', 'pf-tool')
  const close = button(bar, texts.close, 'm6 6 12 12M18 6 6 18', () => dialog.close())
  const previous = button(dialog, texts.previous, 'm15 5-7 7 7 7', () => show(at - 1))
  const next = button(dialog, texts.next, 'm9 5 7 7-7 7', () => show(at + 1))
  download.append(icon('M12 4v11m-5-5 5 5 5-5M5 20h14'))
  download.ariaLabel = texts.download
  download.title = texts.download
  previous.classList.add('pf-previous')
  next.classList.add('pf-next')
  image.draggable = false
  count.ariaLive = 'polite'
  const gestures = watchGestures(stage, image, {
    onSwipe: (step) => show(at + step),
    onLeave: () => dialog.close(),
  })

  function show(index: number): void {
    const picture = pictures[index]
    if (picture === undefined) return
    at = index
    gestures.reset()
    const url = picture.url() ?? picture.previewUrl ?? ''
    image.src = picture.previewUrl ?? url
    image.alt = picture.name
    void load(url).then((isLoaded) => {
      if (isLoaded && at === index) image.src = url
    })
    name.textContent = picture.name
    count.textContent = pictures.length > 1 ? `${index + 1} / ${pictures.length}` : ''
    download.href = url
    download.download = picture.name
    previous.hidden = index === 0
    next.hidden = index === pictures.length - 1
    if (document.activeElement instanceof HTMLElement && document.activeElement.hidden)
      close.focus()
  }

  dialog.ariaLabel = pictures[first]?.name ?? ''
  dialog.addEventListener('keydown', (event) => {
    // The page's own shortcuts rest meanwhile; Escape closes the picture and nothing else.
    event.stopPropagation()
    if (event.key === 'ArrowLeft') show(at - 1)
    if (event.key === 'ArrowRight') show(at + 1)
  })
  dialog.addEventListener('close', () => {
    gestures.close()
    dialog.remove()
  })
  document.body.append(dialog)
  show(first)
  dialog.showModal()
  close.focus()
  return { close: () => dialog.close() }
}

async function load(url: string): Promise<boolean> {
  const image = new Image()
  image.src = url
  return image.decode().then(
    () => true,
    () => false,
  )
}

function append<Tag extends keyof HTMLElementTagNameMap>(
  parent: HTMLElement,
  tag: Tag,
  className: string,
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  element.className = className
  parent.append(element)
  return element
}

function button(parent: HTMLElement, label: string, path: string, onClick: () => void) {
  const element = append(parent, 'button', 'pf-tool')
  element.type = 'button'
  element.ariaLabel = label
  element.title = label
  element.append(icon(path))
  element.addEventListener('click', onClick)
  return element
}

function icon(path: string): SVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('aria-hidden', 'true')
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'path')
  line.setAttribute('d', path)
  svg.append(line)
  return svg
}
