import { readFile } from 'node:fs/promises'
import type { FrameLocator, Page } from '@playwright/test'
import { digestOf, give, makePdf, makePng, makeWav } from '../support/files.ts'
import { holdUploads } from '../support/held-uploads.ts'
import { expect, test } from '../support/test.ts'

const chooser = (where: Page | FrameLocator) => where.locator('input[type=file]')

/** Presses the download button and tells the digest of what came. */
async function download(page: Page, where: Page | FrameLocator, name: string): Promise<string> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    where.getByRole('link', { name: `Download: ${name}` }).click(),
  ])
  expect(file.suggestedFilename()).toBe(name)
  return digestOf(await readFile(await file.path()))
}

test('a pasted picture is a thumbnail in its shape, and opens large', async ({
  visitor,
  agent,
}) => {
  const shop = await visitor()
  const desk = await agent('oliver')
  await shop.startConversation()
  await give('paste', shop.composer, [makePng('wide.png', 900, 600)])
  await desk.view('Unassigned')
  await desk.openConversation('Photo')

  const thumbnail = desk.log.getByRole('img', { name: 'wide.png' })
  await expect(thumbnail).toHaveJSProperty('complete', true)
  const box = await thumbnail.boundingBox()
  expect((box?.width ?? 0) / (box?.height ?? 1)).toBeCloseTo(1.5, 1)

  await give('paste', desk.composer, [makePng('tall.png', 300, 500)])
  await expect(desk.log.getByRole('img', { name: 'tall.png' })).toBeVisible()
  await expect(desk.log.getByRole('progressbar')).toHaveCount(0)

  // The arrows lead through the pictures; Escape closes, and the focus is where it was.
  const opener = desk.button('Show wide.png large')
  await opener.click()
  const large = desk.page.getByRole('dialog', { name: 'wide.png' })
  await expect(large.getByText('1 / 2')).toBeVisible()
  await expect(large.getByRole('img', { name: 'wide.png' })).toHaveJSProperty('naturalWidth', 900)
  await desk.page.keyboard.press('ArrowRight')
  await expect(large.getByText('2 / 2')).toBeVisible()
  await expect(large.getByRole('img', { name: 'tall.png' })).toHaveJSProperty('naturalWidth', 300)
  await desk.page.keyboard.press('Escape')
  await expect(large).toHaveCount(0)
  await expect(opener).toBeFocused()

  // The visitor has both, and after a reload as well.
  await expect(shop.log.getByRole('img', { name: 'tall.png' })).toBeVisible()
  await shop.page.reload()
  await expect(shop.log.getByRole('img', { name: 'tall.png' })).toHaveJSProperty('complete', true)
  await expect(shop.log.getByRole('img', { name: 'wide.png' })).toBeVisible()
})

test('files that an agent drops can be played and downloaded as they were', async ({
  visitor,
  agent,
}) => {
  const shop = await visitor()
  const desk = await agent('oliver')
  await shop.startConversation()
  await shop.say('Could you send me the invoice?')
  await desk.view('Unassigned')
  await desk.openConversation('invoice')
  const pdf = makePdf('发票 invoice.pdf', 400_000)
  await give('drop', desk.log, [pdf, makeWav('voice.wav')])
  await expect(shop.log.locator('audio')).toHaveJSProperty('duration', 1)
  expect(await download(shop.page, shop.frame, pdf.name)).toBe(digestOf(pdf.buffer))
  expect(await download(desk.page, desk.page, pdf.name)).toBe(digestOf(pdf.buffer))

  // What is pasted into a note was not meant for the visitor.
  await desk.button('Private note').click()
  await give('paste', desk.composer, [makePng('internal.png', 60, 40)])
  await expect(desk.page.getByText('Notes take no files.', { exact: false })).toBeVisible()
  await expect(desk.log.getByRole('img', { name: 'internal.png' })).toHaveCount(0)
  await desk.button('Reply').click()

  // Attaching has a key of its own.
  const chosen = desk.page.waitForEvent('filechooser')
  await desk.page.keyboard.press('Alt+a')
  await (await chosen).setFiles([makePng('by key.png', 60, 40)])
  await expect(shop.log.getByRole('img', { name: 'by key.png' })).toBeVisible()
})

test('an upload that a killed server cuts goes on by itself, and is whole, once', async ({
  parley,
  visitor,
  agent,
}) => {
  const shop = await visitor()
  const desk = await agent('oliver')
  const held = await holdUploads(shop.page, 12)
  await shop.page.reload()
  await shop.startConversation()
  const pdf = makePdf('large.pdf', 9_000_000)
  await chooser(shop.frame).setInputFiles(pdf)
  await held.reached
  await expect(shop.log.getByRole('progressbar')).toBeVisible()
  // What is typed meanwhile does not wait.
  await shop.say('this takes a moment')
  await desk.view('Unassigned')
  await desk.openConversation('this takes a moment')
  const before = held.takeBytes()
  await parley.kill()
  held.release()
  await parley.start('start')

  const card = desk.log.getByText('large.pdf')
  await expect(card).toBeVisible()
  expect(before + held.takeBytes()).toBeLessThan(pdf.buffer.length + 1_500_000)
  await expect(shop.log.getByRole('progressbar')).toHaveCount(0)
  await expect(card).toHaveCount(1)
  expect(await download(desk.page, desk.page, pdf.name)).toBe(digestOf(pdf.buffer))
})

test('an upload outlives a reload, and can be cancelled', async ({ visitor, agent }) => {
  const shop = await visitor()
  const desk = await agent('oliver')
  const held = await holdUploads(shop.page, 4)
  await shop.page.reload()
  await shop.startConversation()
  await shop.say('first')
  const pdf = makePdf('kept.pdf', 3_000_000)
  await chooser(shop.frame).setInputFiles(pdf)
  await held.reached
  held.release()
  await shop.page.reload()
  await desk.view('Unassigned')
  await desk.openConversation('kept.pdf')
  expect(await download(desk.page, desk.page, pdf.name)).toBe(digestOf(pdf.buffer))

  const second = await holdUploads(shop.page, 4)
  await shop.page.reload()
  await expect(shop.log.getByText('kept.pdf')).toBeVisible()
  await chooser(shop.frame).setInputFiles(makePdf('cancelled.pdf', 3_000_000))
  await second.reached
  await shop.frame.getByRole('button', { name: 'Cancel the upload' }).click()
  await expect(shop.log.getByText('cancelled.pdf')).toHaveCount(0)
  second.release()
  await shop.page.reload()
  await shop.say('never mind')
  await expect(desk.log.getByText('never mind')).toBeVisible()
  await expect(desk.log.getByText('cancelled.pdf')).toHaveCount(0)
})

test('a channel says which files it takes, and the visitor reads why one was not', async ({
  visitor,
  agent,
}) => {
  const desk = await agent('mei', { locale: 'en-US' })
  await desk.page.goto(`${desk.url}/console/settings/channels`)
  await desk.page.locator('main a[href*="/settings/channels/"]').first().click()
  const words = {
    size: /Largest file|单个文件上限/,
    documents: /Documents|文档/,
    other: /Anything else|其他/,
    on: /Visitors can send files|访客可以发送文件/,
    save: /^(Save|保存)$/,
  }
  const save = async () => {
    const answered = desk.page.waitForResponse((answer) => answer.request().method() === 'PATCH')
    await desk.page.getByRole('button', { name: words.save }).click()
    expect((await answered).status()).toBe(200)
  }
  await desk.page.getByRole('textbox', { name: words.size }).fill('1')
  await desk.page.getByRole('checkbox', { name: words.documents }).uncheck()
  await desk.page.getByRole('checkbox', { name: words.other }).uncheck()
  await save()

  const shop = await visitor({ locale: 'zh-CN' })
  await shop.startConversation()
  await expect(chooser(shop.frame)).toHaveAttribute('accept', 'image/*,audio/*,video/*')
  await give('paste', shop.composer, [makePdf('refused.pdf', 5_000)])
  await expect(shop.log.getByText('这里不接受这种类型的文件。')).toBeVisible()
  await chooser(shop.frame).setInputFiles(makePdf('huge.pdf', 1_200_000))
  await expect(shop.log.getByText(/文件过大，最大 1 ?MB。/)).toBeVisible()
  await shop.frame.getByRole('button', { name: '移除' }).first().click()
  await shop.frame.getByRole('button', { name: '移除' }).first().click()
  await expect(shop.log.getByRole('alert')).toHaveCount(0)

  await desk.page.getByRole('switch', { name: words.on }).uncheck({ force: true })
  await save()
  // Browsers keep a channel's look for a minute: somebody else looks.
  const other = await visitor({ locale: 'zh-CN' })
  await other.startConversation()
  await expect(other.composer).toBeVisible()
  await expect(other.frame.getByRole('button', { name: '发送文件' })).toHaveCount(0)
})

test('files fit a phone', async ({ visitor }) => {
  const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }
  const shop = await visitor(phone)
  await shop.startConversation()
  await chooser(shop.frame).setInputFiles([
    makePng('wide.png', 1_600, 400),
    makePdf('a name that goes on and on without any space_to_break_it_at.pdf', 900),
  ])
  await shop.frame.getByRole('button', { name: 'Show wide.png large' }).tap()
  const large = shop.frame.getByRole('dialog', { name: 'wide.png' })
  await expect(large.getByRole('img')).toHaveJSProperty('naturalWidth', 1_600)
  await large.getByRole('button', { name: 'Close the picture' }).tap()
  await expect(large).toHaveCount(0)
  const overflow = await shop.log.evaluate((log) => log.scrollWidth - log.clientWidth)
  expect(overflow).toBe(0)
})
