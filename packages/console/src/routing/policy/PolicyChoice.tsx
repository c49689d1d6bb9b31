import { Radio, Stack } from '@mantine/core'
import type { RoutingPolicy } from '@parley/protocol/rest/routing'
import { useTranslation } from 'react-i18next'

const policies = [
  'predicted',
  'least-busy',
  'longest-idle',
  'round-robin',
  'recent',
  'hook',
  'manual',
] as const satisfies readonly RoutingPolicy[]

/** Every policy with what it does, in plain words. */
export function PolicyChoice(props: {
  policy: RoutingPolicy
  onChange: (policy: RoutingPolicy) => void
}) {
  const { t } = useTranslation('routing')
  return (
    <Radio.Group
      aria-label={t('policy.title')}
      value={props.policy}
      onChange={(policy) => props.onChange(policy as RoutingPolicy)}
    >
      <Stack gap="sm">
        {policies.map((policy) => (
          <Radio
            key={policy}
            value={policy}
            label={t(`policyName.${policy}`)}
            description={t(`policyHint.${policy}`)}
          />
        ))}
      </Stack>
    </Radio.Group>
  )
}
