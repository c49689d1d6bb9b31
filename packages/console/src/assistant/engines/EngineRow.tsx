import { ActionIcon } from '@mantine/core'
import type { Engine } from '@parley/protocol/rest/engines'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ItemLink } from '../ItemLink.tsx'
import { EngineHealth } from './EngineHealth.tsx'
import styles from './Engines.module.css'

/** One engine in the list. */
export function EngineRow(props: {
  engine: Engine
  label: string
  /** Undefined for the first. */
  earlier: (() => void) | undefined
  /** Undefined for the last. */
  later: (() => void) | undefined
}) {
  const { engine, label, earlier, later } = props
  const { t } = useTranslation('assistant')
  const { id, name } = engine
  return (
    <li data-off={!engine.isOn || undefined}>
      <div className={styles.engine}>
        <ItemLink page="engines" item={id}>
          <b>{name}</b>
        </ItemLink>{' '}
        <small>{label}</small>
        <EngineHealth engine={engine} />
      </div>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('engines.earlier', { name })}
        disabled={earlier === undefined}
        onClick={earlier}
      >
        <IconArrowUp size={18} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('engines.later', { name })}
        disabled={later === undefined}
        onClick={later}
      >
        <IconArrowDown size={18} />
      </ActionIcon>
    </li>
  )
}
