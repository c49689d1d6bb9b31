import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { environmentName, settings } from '../packages/server/src/config.ts'
import { createMetrics } from '../packages/server/src/platform/telemetry/metrics.ts'

/** The cells of all rows of a page whose first cell is code. */
function rowsOf(page: string): string[][] {
  return readFileSync(new URL(page, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => /^\| `/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('`', '')),
    )
}

describe('docs/configuration.md', () => {
  it('lists every setting as it is', () => {
    assert.deepEqual(
      rowsOf('configuration.md'),
      settings.map(({ path, default: otherwise, allowed, about }) => [
        environmentName(path),
        String(otherwise),
        allowed,
        about,
      ]),
    )
  })
})

describe('docs/metrics.md', () => {
  it('lists every metric of Parley’s own', () => {
    const metrics = createMetrics()
    try {
      assert.deepEqual(
        rowsOf('metrics.md').map(([name]) => name),
        metrics.names().filter((name) => name.startsWith('parley_')),
      )
    } finally {
      metrics.close()
    }
  })
})

describe('docs/cli.md', () => {
  it('lists every command that the help lists', () => {
    const main = readFileSync(new URL('../packages/server/src/main.ts', import.meta.url), 'utf8')
    const help = [...main.matchAll(/^ {2}(\w+) {2,}\w/gm)].map(([, name]) => name)
    const described = rowsOf('cli.md').flatMap(
      ([command]) => /^parley (\w+)$/.exec(command ?? '')?.[1] ?? [],
    )
    assert.deepEqual(described, help)
  })
})
