import { Kbd, Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useDesk } from '../app/desk.tsx'
import { commands, groups, isMac, keysLabel } from './commands.ts'
import styles from './ShortcutSheet.module.css'

/** All shortcuts at a glance. */
export function ShortcutSheet() {
  const { t } = useTranslation()
  const { isSheetOpen, setSheetOpen } = useDesk()
  const mac = isMac()
  return (
    <Modal
      opened={isSheetOpen}
      onClose={() => setSheetOpen(false)}
      title={t('app.shortcuts')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('settings.cancel') }}
    >
      <div className={styles.sheet}>
        {groups.map((group) => (
          <section key={group}>
            <h3>{t(`command.group.${group}`)}</h3>
            <dl>
              {commands
                .filter((command) => command.group === group && command.keys !== undefined)
                .map(({ id, keys = '' }) => (
                  <div key={id}>
                    <dt>{t(`command.${id}`)}</dt>
                    <dd>
                      {keysLabel(keys, mac).map((key) => (
                        <Kbd key={key}>{key}</Kbd>
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  )
}
