import type sharpModule from 'sharp'
import type { Previews } from '../../files/index.ts'

/** The longer side of a preview, in pixels. */
const SIDE_PIXELS = 640

/** Pixels of a picture at most: a small file may unpack to gigabytes. 64 million take 256 MB. */
const PIXELS_MAX = 64_000_000

/** How long one picture may take. */
const SECONDS_MAX = 15

/** Pictures worked on at once, and how many may wait: beyond that a file stays without preview. */
const AT_ONCE_MAX = 2
const WAITING_MAX = 200

/**
 * Makes previews with libvips, on threads of its own: turned as EXIF says, without any metadata,
 * the first frame of what moves. On a machine that libvips does not run on there are none.
 */
export function createSharpPreviews(onFailure: (error: unknown) => void): Previews {
  let loading: ReturnType<typeof load> | undefined
  let running = 0
  const waiting: (() => void)[] = []

  async function make(source: Uint8Array | { path: string }) {
    const input = source instanceof Uint8Array ? source : source.path
    // With the first picture, because a start must not wait for it.
    loading ??= load(onFailure)
    const sharp = await loading
    const picture = sharp?.(input, { limitInputPixels: PIXELS_MAX, failOn: 'error' })
    if (picture === undefined) return undefined
    const { autoOrient } = await picture.metadata()
    const bytes = await picture
      .autoOrient()
      .resize(SIDE_PIXELS, SIDE_PIXELS, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 78 })
      .timeout({ seconds: SECONDS_MAX })
      .toBuffer()
    // A copy of its own, so that it can be handed to another thread.
    return { bytes: new Uint8Array(bytes), width: autoOrient.width, height: autoOrient.height }
  }

  return async (source) => {
    if (running >= AT_ONCE_MAX) {
      if (waiting.length >= WAITING_MAX) return undefined
      await new Promise<void>((resolve) => waiting.push(resolve))
    }
    running += 1
    try {
      return await make(source)
    } catch {
      // Broken, or a bomb: the file stands without a preview.
      return undefined
    } finally {
      running -= 1
      waiting.shift()?.()
    }
  }
}

async function load(onFailure: (error: unknown) => void): Promise<typeof sharpModule | undefined> {
  try {
    const { default: sharp } = await import('sharp')
    // One thread a picture is enough: the others serve conversations.
    sharp.concurrency(1)
    sharp.cache(false)
    return sharp
  } catch (error) {
    onFailure(error)
    return undefined
  }
}
