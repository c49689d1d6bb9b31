/** The pages of the section “Routing”, for their links and commands. */
export const routingPageEn = {
  label: 'Pages of routing',
  board: 'Board',
  policy: 'Policy',
  teams: 'Teams',
  people: 'Agents',
  rules: 'Rules',
  model: 'Predictions',
  simulator: 'Simulator',
} as const
