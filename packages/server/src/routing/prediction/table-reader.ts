import { type Effects, LOADS } from './effects.ts'
import type { Table } from './table.ts'

export type Kind = 'firstReply' | 'handle'

/**
 * What a table says of an agent's row (-1: unknown, counts as average) and a topic. Logs are of the
 * expected milliseconds: times are skewed, so their mean lies above their median.
 */
export interface TableReader {
  rowOf(agentId: string): number
  topicOf(topic: string): number
  /** What all agents share. */
  common(kind: Kind, topic: number): number
  agent(kind: Kind, row: number): number
  agentTopic(kind: Kind, row: number, topic: number): number
  /** How much was seen of the agent in the topic. */
  seen(kind: Kind, row: number, topic: number): number
  load(kind: Kind, active: number): number
  log(kind: Kind, row: number, topic: number, active: number): number
}

export function createTableReader(table: Table): TableReader {
  const rows = new Map(table.agentIds.map((agentId, row) => [agentId, row]))
  const topics = new Map(table.topics.map((topic, index) => [topic, index]))
  const width = table.topics.length

  const common = ({ mean, topic, smear }: Effects, index: number): number =>
    mean + (topic[index] ?? 0) + smear

  const reader: TableReader = {
    rowOf: (agentId) => rows.get(agentId) ?? -1,
    topicOf: (topic) => topics.get(topic) ?? 0,
    common: (kind, topic) => common(table[kind], topic),
    agent: (kind, row) => (row < 0 ? 0 : table[kind].agent[row]!),
    agentTopic: (kind, row, topic) => (row < 0 ? 0 : table[kind].agentTopic[row * width + topic]!),
    seen: (kind, row, topic) => (row < 0 ? 0 : table[kind].agentTopicWeight[row * width + topic]!),
    load: (kind, active) => table[kind].load[Math.min(LOADS - 1, active)]!,
    log: (kind, row, topic, active) =>
      reader.common(kind, topic) +
      reader.agent(kind, row) +
      reader.agentTopic(kind, row, topic) +
      reader.load(kind, active),
  }
  return reader
}
