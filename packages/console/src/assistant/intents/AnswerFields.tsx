import { Button, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { languages } from '../../people/languages.ts'
import { placeKey } from '../../ui/place-key.ts'
import styles from '../graph/EntityPage.module.css'
import type { IntentDraft } from './intent-draft.ts'

type Answers = IntentDraft['answers']

const empty: Answers[number] = { path: '', templates: { 'zh-CN': '', en: '' } }

/** How an intent is answered; the first answer of which everything is known is given. */
export function AnswerFields(props: { answers: Answers; onChange: (answers: Answers) => void }) {
  const { answers, onChange } = props
  const { t } = useTranslation('learning')
  const change = (at: number, changed: Partial<Answers[number]>) =>
    onChange(answers.map((answer, place) => (place === at ? { ...answer, ...changed } : answer)))
  return (
    <>
      {answers.map((answer, at) => (
        <fieldset key={placeKey(at)} className={styles.fields}>
          <legend>{t('intents.answer', { number: at + 1 })}</legend>
          <TextInput
            label={t('intents.path')}
            description={t('intents.pathHint')}
            maxLength={400}
            value={answer.path}
            onChange={(event) => change(at, { path: event.currentTarget.value })}
          />
          <div className={styles.pair}>
            {languages.map(({ value: locale, label: language }) => (
              <Textarea
                key={locale}
                label={t('intents.template', { language })}
                description={t('intents.templateHint')}
                maxLength={300}
                autosize
                value={answer.templates[locale]}
                onChange={(event) =>
                  change(at, {
                    templates: { ...answer.templates, [locale]: event.currentTarget.value },
                  })
                }
              />
            ))}
          </div>
          <Button
            variant="subtle"
            size="compact-sm"
            onClick={() => onChange(answers.filter((_, place) => place !== at))}
          >
            {t('intents.removeAnswer', { number: at + 1 })}
          </Button>
        </fieldset>
      ))}
      {answers.length < 10 && (
        <Button variant="default" size="xs" onClick={() => onChange([...answers, empty])}>
          {t('intents.addAnswer')}
        </Button>
      )}
    </>
  )
}
