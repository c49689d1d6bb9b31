import { Text } from '@mantine/core'
import type { ArticleVersion } from '@parley/protocol/rest/knowledge'
import { useTranslation } from 'react-i18next'
import { placeKey } from '../../ui/place-key.ts'
import { moment } from '../../ui/times.ts'
import { type DiffPiece, diffLines, foldSame } from './diff.ts'
import styles from './Versions.module.css'

const signs = { same: '  ', added: '+ ', removed: '− ' } as const

/** What one version changed of the one before it; without that, all that it says. */
export function VersionDiff(props: { before: ArticleVersion | undefined; after: ArticleVersion }) {
  const { t } = useTranslation('assistant')

  /** A version as lines: what can be changed beside the text comes first. */
  function told(version: ArticleVersion | undefined): string {
    if (version === undefined) return ''
    const { title, phrasings, body, locale, audience, tags, validFrom, validUntil } = version
    const about: [string, string][] = [
      [t('articles.locale'), locale],
      [t('articles.audience'), t(`audience.${audience}`)],
      [t('articles.tags'), tags.join(', ')],
      [t('common.validFrom'), validFrom === null ? '' : moment(validFrom)],
      [t('common.validUntil'), validUntil === null ? '' : moment(validUntil)],
    ]
    const lines = about.filter(([, value]) => value !== '').map((line) => line.join(': '))
    return [title, ...phrasings.map((one) => `· ${one}`), ...lines, '', body].join('\n')
  }

  const pieces = foldSame(diffLines(told(props.before), told(props.after)))
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
