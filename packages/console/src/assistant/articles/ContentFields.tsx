import { SegmentedControl, Select, TagsInput, Text, Textarea, TextInput } from '@mantine/core'
import type { ArticleKind } from '@parley/protocol/rest/knowledge'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { languages } from '../../people/languages.ts'
import { MomentInput } from '../../ui/MomentInput.tsx'
import styles from './ArticleForm.module.css'
import { type ArticleDraft, toLines } from './draft.ts'

/** Everything that an article says, and to whom. */
export function ContentFields(props: {
  draft: ArticleDraft
  isNew: boolean
  onChange: (draft: ArticleDraft) => void
}) {
  const { draft, isNew, onChange } = props
  const { t } = useTranslation('assistant')
  const set = (change: Partial<ArticleDraft>) => onChange({ ...draft, ...change })
  const isFaq = draft.kind === 'faq'
  return (
    <>
      {isNew && (
        <div>
          <SegmentedControl
            aria-label={t('articles.kind')}
            value={draft.kind}
            onChange={(kind) => set({ kind: kind as ArticleKind })}
            data={(['faq', 'document'] as const).map((value) => ({
              value,
              label: t(`kind.${value}`),
            }))}
          />
          <Text size="xs" c="dimmed" mt={4}>
            {t(`kindHint.${draft.kind}`)}
          </Text>
        </div>
      )}
      <TextInput
        label={isFaq ? t('articles.question') : t('articles.name')}
        required
        withAsterisk={false}
        maxLength={300}
        value={draft.title}
        onChange={(event) => set({ title: event.currentTarget.value })}
      />
      {isFaq && (
        <Phrasings phrasings={draft.phrasings} onChange={(phrasings) => set({ phrasings })} />
      )}
      <Textarea
        label={isFaq ? t('articles.answer') : t('articles.body')}
        description={t('articles.bodyHint')}
        required
        withAsterisk={false}
        autosize
        minRows={isFaq ? 6 : 14}
        maxRows={28}
        value={draft.body}
        onChange={(event) => set({ body: event.currentTarget.value })}
      />
      <div className={styles.row}>
        <Select
          label={t('articles.locale')}
          data={languages}
          allowDeselect={false}
          value={draft.locale}
          onChange={(locale) => set({ locale: locale as ArticleDraft['locale'] })}
        />
        <Select
          label={t('articles.audience')}
          data={(['everyone', 'agents'] as const).map((value) => ({
            value,
            label: t(`audience.${value}`),
          }))}
          allowDeselect={false}
          value={draft.audience}
          onChange={(audience) => set({ audience: audience as ArticleDraft['audience'] })}
        />
      </div>
      <TagsInput
        label={t('articles.tags')}
        value={draft.tags}
        maxTags={30}
        acceptValueOnBlur
        splitChars={[',', '，']}
        onChange={(tags) => set({ tags })}
      />
      <div className={styles.row}>
        <MomentInput
          label={t('common.validFrom')}
          value={draft.validFrom}
          onChange={(validFrom) => set({ validFrom })}
        />
        <MomentInput
          label={t('common.validUntil')}
          value={draft.validUntil}
          error={isBackwards(draft) ? t('common.validBackwards') : undefined}
          onChange={(validUntil) => set({ validUntil })}
        />
      </div>
    </>
  )
}

function isBackwards({ validFrom, validUntil }: ArticleDraft): boolean {
  return validFrom !== null && validUntil !== null && validFrom >= validUntil
}

/** One a line: the text is kept as it is typed, and the list is what stands in it. */
function Phrasings(props: { phrasings: string[]; onChange: (phrasings: string[]) => void }) {
  const { phrasings, onChange } = props
  const { t } = useTranslation('assistant')
  const [text, setText] = useState(phrasings.join('\n'))
  const isOwn = JSON.stringify(toLines(text)) === JSON.stringify(phrasings)
  return (
    <Textarea
      label={t('articles.phrasings')}
      description={t('articles.phrasingsHint')}
      autosize
      minRows={3}
      maxRows={12}
      value={isOwn ? text : phrasings.join('\n')}
      onChange={(event) => {
        setText(event.currentTarget.value)
        onChange(toLines(event.currentTarget.value))
      }}
    />
  )
}
