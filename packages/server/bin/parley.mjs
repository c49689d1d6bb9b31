#!/usr/bin/env node
// Starts Parley on the right Node. The program runs as TypeScript, which old ones cannot; the npm
// package "node" brings one that can.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const NODE_MAJOR_MIN = 24
const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))

if (Number.parseInt(process.versions.node, 10) >= NODE_MAJOR_MIN) {
  process.argv[1] = main
  await import(new URL('../src/main.ts', import.meta.url).href)
} else {
  const child = spawn(findNode(), [main, ...process.argv.slice(2)], { stdio: 'inherit' })
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    console.error(`The runtime could not be started: ${error.message}`)
    process.exitCode = 1
  })
  child.on('exit', (code, signal) => {
    for (const name of signals) process.removeAllListeners(name)
    if (signal === null) process.exitCode = code ?? 1
    else process.kill(process.pid, signal)
  })
}

function findNode() {
  try {
    return createRequire(import.meta.url).resolve('node/bin/node')
  } catch {
    console.error(
      `Parley needs Node ${NODE_MAJOR_MIN} or newer; this is ${process.version}. Run "npm install", which brings one.`,
    )
    process.exit(1)
  }
}
