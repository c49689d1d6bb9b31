/** The files that were dropped or pasted; folders are left out. Empty when it is something else. */
export function filesOf(data: DataTransfer | null): File[] {
  return [...(data?.items ?? [])].flatMap((item) => {
    if (item.kind !== 'file' || item.webkitGetAsEntry?.()?.isDirectory) return []
    return item.getAsFile() ?? []
  })
}

/**
 * Takes files that are dragged over the target. `onOver` tells whether some are above it now.
 * Returns what ends it.
 */
export function watchDrops(
  target: HTMLElement,
  { onOver, onFiles }: { onOver: (isOver: boolean) => void; onFiles: (files: File[]) => void },
): () => void {
  const stop = new AbortController()
  const { signal } = stop
  const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') ?? false
  target.addEventListener(
    'dragover',
    (event) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy'
      onOver(true)
    },
    { signal },
  )
  target.addEventListener(
    'dragleave',
    ({ relatedTarget }) => {
      // Going from one part of the target to another is not leaving it.
      if (!(relatedTarget instanceof Node && target.contains(relatedTarget))) onOver(false)
    },
    { signal },
  )
  target.addEventListener(
    'drop',
    (event) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      onOver(false)
      onFiles(filesOf(event.dataTransfer))
    },
    { signal },
  )
  return () => stop.abort()
}
