import { Button } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './CopyLine.module.css'

/** How long the button says that it has copied. */
const SHOWN_MS = 2_000

/** A line to copy: by the button where the browser allows it, else by selecting it. */
export function CopyLine({ text, label }: { text: string; label: string }) {
  const { t } = useTranslation()
  const field = useRef<HTMLTextAreaElement>(null)
  const [isCopied, setCopied] = useState(false)

  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setCopied(false), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [isCopied])

  async function copy(): Promise<void> {
    field.current?.select()
    // Browsers give no clipboard to pages without TLS; the selection is there to copy by hand.
    await navigator.clipboard?.writeText(text)
    setCopied(navigator.clipboard !== undefined)
  }

  return (
    <div className={styles.line}>
      <textarea
        ref={field}
        readOnly
        rows={2}
        value={text}
        aria-label={label}
        spellCheck={false}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button
        size="xs"
        variant="light"
        leftSection={isCopied ? <IconCheck size={16} /> : <IconCopy size={16} />}
        onClick={() => void copy().catch(() => field.current?.select())}
      >
        {isCopied ? t('settings.copied') : t('settings.copy')}
      </Button>
    </div>
  )
}
