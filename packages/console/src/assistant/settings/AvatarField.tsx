import { Button, FileButton, Group, Input } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Avatar } from '../../ui/Avatar.tsx'
import { reportError } from '../../ui/report.ts'
import { toAvatar } from './avatar-picture.ts'

/** The picture that stands beside the assistant's answers, or the initial of its name. */
export function AvatarField(props: {
  name: string
  avatar: string
  onChange: (avatar: string) => void
}) {
  const { name, avatar, onChange } = props
  const { t } = useTranslation('assistant')

  function choose(file: File | null): void {
    if (file === null) return
    toAvatar(file).then(onChange, () => reportError(new Error(t('settings.avatarUnreadable'))))
  }

  return (
    <Input.Wrapper
      label={t('settings.avatar')}
      description={t('settings.avatarHint')}
      labelElement="div"
    >
      <Group mt={6} gap="sm">
        <Avatar name={name.trim() || '?'} id="assistant" picture={avatar} size={48} />
        <FileButton accept="image/png,image/jpeg,image/webp,image/gif" onChange={choose}>
          {(button) => (
            <Button variant="default" size="xs" {...button}>
              {t('settings.chooseAvatar')}
            </Button>
          )}
        </FileButton>
        {avatar !== '' && (
          <Button variant="subtle" color="gray" size="xs" onClick={() => onChange('')}>
            {t('settings.removeAvatar')}
          </Button>
        )}
      </Group>
    </Input.Wrapper>
  )
}
