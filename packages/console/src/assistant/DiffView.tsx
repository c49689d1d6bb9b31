import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { placeKey } from '../ui/place-key.ts'
import styles from './DiffView.module.css'
import { type DiffPiece, diffLines, foldSame } from './diff.ts'

const signs = { same: '  ', added: '+ ', removed: '− ' } as const

/** What one text changed of another, line by line. */
export function DiffView({ before, after }: { before: string; after: string }) {
  const { t } = useTranslation('assistant')
  const pieces = foldSame(diffLines(before, after))
  if (pieces.every(({ kind }) => kind === 'gap')) {
    return (
      <Text size="sm" c="dimmed">
        {t('articles.noDifference')}
      </Text>
    )
  }
  return (
    <div className={styles.diff}>
      {pieces.map((piece, at) => (
        <Piece key={placeKey(at)} piece={piece} />
      ))}
    </div>
  )
}

function Piece({ piece }: { piece: DiffPiece }) {
  const { t } = useTranslation('assistant')
  if (piece.kind === 'gap') {
    return <div data-kind="gap">{t('articles.unchanged', { count: piece.count })}</div>
  }
  const text = `${signs[piece.kind]}${piece.text}`
  if (piece.kind === 'same') return <div>{text}</div>
  const Mark = piece.kind === 'added' ? 'ins' : 'del'
  return (
    <div data-kind={piece.kind}>
      <Mark>{text}</Mark>
    </div>
  )
}
