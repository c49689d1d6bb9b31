/** The texts of offers. */
export const offersEn = {
  title: 'Offered conversations',
  left: '{{seconds}} s left',
  waits: 'Waiting: {{span}}',
  accept: 'Accept',
  decline: 'Decline',
} as const
