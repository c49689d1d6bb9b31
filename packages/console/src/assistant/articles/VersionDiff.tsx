import type { ArticleVersion } from '@parley/protocol/rest/knowledge'
import { useTranslation } from 'react-i18next'
import { moment } from '../../ui/times.ts'
import { DiffView } from '../DiffView.tsx'

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

  return <DiffView before={told(props.before)} after={told(props.after)} />
}
