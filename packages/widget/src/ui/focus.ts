/** Puts the focus where one goes on. On phones that is not the field, whose keyboard hides half. */
export function focusStart(): void {
  const hasKeyboard = matchMedia('(hover: hover)').matches
  document.querySelector<HTMLElement>(hasKeyboard ? 'textarea, .home' : '.log, .home')?.focus()
}
