import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const NODE_MAJOR_MIN = 24

/**
 * Runs a program of Parley's on the right Node, in this process' place where that is possible. What
 * is installed may be too old for it; the npm package "node" brings one that is not.
 */
export function run(program) {
  const main = fileURLToPath(program)
  const isNewEnough = Number.parseInt(process.versions.node, 10) >= NODE_MAJOR_MIN
  const node = isNewEnough ? process.execPath : findNode()
  const args = [
    // What a message leaves behind is garbage within milliseconds: with room for more of it before a
    // collection, next to nothing is copied. At full load that is a tenth of the processor time.
    '--max-semi-space-size=64',
    main,
    ...process.argv.slice(2),
  ]
  const environment = {
    // The journal is written by these threads; sign-ins and files shall not keep it waiting.
    UV_THREADPOOL_SIZE: '16',
    // What was compiled once; takes a third off the time of a start. Where nothing may be written
    // Node does without.
    NODE_COMPILE_CACHE: fileURLToPath(
      new URL('../../../node_modules/.cache/parley', import.meta.url),
    ),
    ...process.env,
  }

  if (process.execve !== undefined && process.platform !== 'win32') {
    process.execve(node, [node, ...args], environment)
  } else {
    const child = spawn(node, args, { stdio: 'inherit', env: environment })
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
