/** Pixels a side: twice what widgets show it at, for dense screens. */
const SIDE = 96

/**
 * The middle square of a picture, small, as a data URL. Drawn anew, so nothing else that its file
 * holds goes along.
 *
 * @throws {DOMException} when the browser cannot read it.
 */
export async function toAvatar(file: File): Promise<string> {
  const picture = await createImageBitmap(file)
  const side = Math.min(picture.width, picture.height)
  const canvas = document.createElement('canvas')
  canvas.width = SIDE
  canvas.height = SIDE
  const context = canvas.getContext('2d')
  if (context === null) throw new DOMException('This browser cannot draw.', 'NotSupportedError')
  context.imageSmoothingQuality = 'high'
  const [left, top] = [(picture.width - side) / 2, (picture.height - side) / 2]
  context.drawImage(picture, left, top, side, side, 0, 0, SIDE, SIDE)
  picture.close()
  const webp = canvas.toDataURL('image/webp', 0.85)
  if (webp.startsWith('data:image/webp')) return webp
  // Safari writes no WebP, and a photograph would be a large PNG.
  context.globalCompositeOperation = 'destination-over'
  context.fillStyle = '#fff'
  context.fillRect(0, 0, SIDE, SIDE)
  return canvas.toDataURL('image/jpeg', 0.85)
}
