#!/usr/bin/env node
import { existsSync } from 'node:fs'
import { run } from './run.mjs'

const program = new URL('../dist/main.mjs', import.meta.url)
if (existsSync(program)) run(program)
else {
  console.error('Parley is not built yet. Run "npm run build" first.')
  process.exitCode = 1
}
