import { ActionIcon, Checkbox } from '@mantine/core'
import type { AssistantStep } from '@parley/protocol/rest/assistant'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import styles from './StepOrder.module.css'
import { listedSteps, moveStep, toggleStep } from './steps.ts'

/** Where answers are looked for, first to last. */
export function StepOrder(props: {
  steps: AssistantStep[]
  onChange: (steps: AssistantStep[]) => void
}) {
  const { steps, onChange } = props
  const { t } = useTranslation('assistant')
  return (
    <ol className={styles.steps}>
      {listedSteps(steps).map((step) => {
        const name = t(`step.${step}`)
        const at = steps.indexOf(step)
        return (
          <li key={step} data-off={at === -1 || undefined}>
            <Checkbox
              className={styles.step ?? ''}
              label={name}
              description={t(`stepHint.${step}`)}
              checked={at !== -1}
              onChange={() => onChange(toggleStep(steps, step))}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('settings.earlier', { step: name })}
              disabled={at <= 0}
              onClick={() => onChange(moveStep(steps, step, -1))}
            >
              <IconArrowUp size={18} />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('settings.later', { step: name })}
              disabled={at === -1 || at === steps.length - 1}
              onClick={() => onChange(moveStep(steps, step, 1))}
            >
              <IconArrowDown size={18} />
            </ActionIcon>
          </li>
        )
      })}
    </ol>
  )
}
