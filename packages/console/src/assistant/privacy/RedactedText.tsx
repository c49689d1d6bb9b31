import { placeKey } from '../../ui/place-key.ts'
import styles from './Privacy.module.css'
import { splitPlaceholders } from './pattern.ts'

/** A text with its placeholders marked. */
export function RedactedText({ text }: { text: string }) {
  return (
    <p className={styles.redacted}>
      {splitPlaceholders(text).map((part, at) =>
        part.isHidden ? <mark key={placeKey(at)}>{part.text}</mark> : part.text,
      )}
    </p>
  )
}
