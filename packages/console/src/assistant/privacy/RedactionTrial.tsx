import { Text, Textarea } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import type { PersonalKind, PrivacyPattern, RedactionPreview } from '@parley/protocol/rest/privacy'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { errorText } from '../../ui/report.ts'
import { RedactedText } from './RedactedText.tsx'

/** A text as it would leave, with the settings as they are on the page, saved or not. */
export function RedactionTrial(props: { kinds: PersonalKind[]; patterns: PrivacyPattern[] }) {
  const { t } = useTranslation('assistant')
  const [text, setText] = useState<string>(t('privacy.example'))
  const [trial] = useDebouncedValue({ text, ...props }, 300)
  const { data, error } = useQuery({
    queryKey: ['privacy-trial', trial],
    queryFn: () => api<RedactionPreview>('POST', '/api/privacy/preview', trial),
    placeholderData: keepPreviousData,
    gcTime: 0,
  })
  return (
    <>
      <Textarea
        aria-label={t('privacy.try')}
        autosize
        minRows={2}
        maxLength={10_000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Text size="xs" c="dimmed" mt={10} mb={2}>
        {t('privacy.leaves')}
      </Text>
      {error !== null ? (
        <Text size="sm" c="var(--bad)" role="alert">
          {errorText(error)}
        </Text>
      ) : (
        <RedactedText text={data?.text ?? ''} />
      )}
    </>
  )
}
