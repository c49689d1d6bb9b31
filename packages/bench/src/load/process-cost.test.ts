import assert from 'node:assert/strict'
import { it } from 'node:test'
import { readMachineBusyS, readProcessCost } from './process-cost.ts'

it('reads what this process has used', { skip: process.platform !== 'linux' }, () => {
  const before = readProcessCost(process.pid)
  const busyBefore = readMachineBusyS()
  const until = performance.now() + 120
  while (performance.now() < until);
  const after = readProcessCost(process.pid)
  assert.ok(after.cpuS > before.cpuS)
  assert.ok(readMachineBusyS() > busyBefore)
  assert.ok(after.rssMb > 10)
  assert.ok(after.writtenMb >= before.writtenMb)
})
