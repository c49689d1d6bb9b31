import { Button, FileButton } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import { type DragEvent, useState } from 'react'
import styles from './FileDrop.module.css'

/** Takes files: by a button, or dropped on it. */
export function FileDrop(props: {
  label: string
  hint: string
  /** Endings such as ".pdf", parted by commas. */
  accept: string
  onFiles: (files: File[]) => void
}) {
  const { label, hint, accept, onFiles } = props
  const [isOver, setOver] = useState(false)
  const over = (event: DragEvent) => {
    event.preventDefault()
    setOver(true)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button inside is the way without a mouse
    <div
      className={styles.drop}
      data-over={isOver || undefined}
      onDragEnter={over}
      onDragOver={over}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        onFiles(Array.from(event.dataTransfer.files))
      }}
    >
      <FileButton multiple accept={accept} onChange={onFiles}>
        {(given) => (
          <Button {...given} variant="default" leftSection={<IconUpload size={16} />}>
            {label}
          </Button>
        )}
      </FileButton>
      <p>{hint}</p>
    </div>
  )
}
