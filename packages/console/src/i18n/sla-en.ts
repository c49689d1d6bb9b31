/** The texts of promises that are due or broken. */
export const slaEn = {
  first_reply: 'First reply',
  next_reply: 'Reply',
  resolution: 'Resolution',
  left: '{{clock}} due: {{time}}',
  over: '{{clock}} late: {{time}}',
} as const
