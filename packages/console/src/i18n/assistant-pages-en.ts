/** The pages of the section “Assistant”, for their links and commands. */
export const assistantPageEn = {
  label: 'Pages of the assistant',
  settings: 'Set-up',
  engines: 'Engines',
  articles: 'Articles',
  graph: 'Graph',
  intents: 'Intents',
  unanswered: 'Unanswered',
  golden: 'Golden questions',
  playground: 'Playground',
  figures: 'Figures',
  privacy: 'Privacy',
} as const
