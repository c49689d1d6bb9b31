import { expect, test } from '../support/test.ts'

test('everything can be done from the keyboard', async ({ agent }) => {
  const { page, list } = await agent('oliver')
  await page.keyboard.press('Alt+2')
  await expect(page).toHaveURL(/inbox\/unassigned$/)
  await expect(list.getByRole('listitem').first()).toBeVisible()
  const waiting = await list.getByRole('listitem').count()
  await page.keyboard.press('Alt+j')
  await expect(page).toHaveURL(/unassigned\/.+/)
  const first = page.url()
  await page.keyboard.press('Alt+j')
  await expect(page).not.toHaveURL(first)
  await page.keyboard.press('Alt+k')
  await expect(page).toHaveURL(first)

  await page.keyboard.press('Alt+t')
  await expect(page.getByText('With you')).toBeVisible()
  await expect(list.getByRole('listitem')).toHaveCount(waiting - 1)

  await page.keyboard.press('Alt+n')
  await expect(page.getByRole('textbox', { name: 'Private note' })).toBeFocused()
  await page.keyboard.press('Alt+r')
  await expect(page.getByRole('textbox', { name: 'Reply' })).toBeFocused()

  // The panel stands open beside the thread on a wide screen.
  await expect(page.getByRole('complementary', { name: 'Contact' })).toBeVisible()
  await page.keyboard.press('Alt+o')
  await expect(page.getByRole('complementary', { name: 'Contact' })).toHaveCount(0)

  await page.keyboard.press('Alt+e')
  await expect(page.getByRole('button', { name: 'Reopen' })).toBeVisible()

  // In a text field the question mark is a question mark.
  await page.keyboard.type('?')
  await expect(page.getByRole('textbox', { name: 'Reply' })).toHaveValue('?')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Shift+?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await page.keyboard.press('Escape')

  await page.keyboard.press('Control+k')
  await page.getByPlaceholder('What do you want to do?').fill('resolved conv')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/inbox\/resolved\//)
})

test('an input method keeps its Enter', async ({ agent }) => {
  const desk = await agent('mei')
  await desk.rows.first().click()
  await desk.composer.fill('ni hao')
  await expect.poll(() => desk.messages()).not.toEqual([])
  const before = await desk.messages()
  await desk.composer.dispatchEvent('keydown', { key: 'Enter', isComposing: true })
  await desk.composer.dispatchEvent('keydown', { key: 'Enter', keyCode: 229 })
  await expect(desk.composer).toHaveValue('ni hao')
  await desk.composer.press('Shift+Enter')
  await expect(desk.composer).toHaveValue('ni hao\n')
  await desk.composer.press('Enter')
  await desk.expectMessages([...before, 'ni hao'])
})

test('a draft waits in its conversation, also over a reload', async ({ agent }) => {
  const desk = await agent('oliver')
  await desk.view('All')
  await desk.rows.nth(0).click()
  await desk.composer.fill('half a sentence')
  await desk.rows.nth(1).click()
  await expect(desk.composer).toHaveValue('')
  await desk.page.goBack()
  await expect(desk.composer).toHaveValue('half a sentence')
  await desk.page.reload()
  await expect(desk.composer).toHaveValue('half a sentence')
})
