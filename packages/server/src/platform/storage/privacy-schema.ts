/** The tables of what may leave to other machines, and of what left. */
export interface PrivacySchema {
  privacySettings: PrivacySettingsTable
  departures: DepartureTable
}

export interface PrivacySettingsTable {
  workspaceId: string
  settingsJson: string
}

/** Ids grow with time, so they order the log. */
export interface DepartureTable {
  id: string
  workspaceId: string
  leftAt: number
  engineId: string
  engineName: string
  host: string
  conversationId: string
  causedBy: string
  causedById: string
  bytes: number
  redactionsJson: string
  text: string | null
}
