#!/usr/bin/env node
// For those who change Parley: runs it as it stands in the sources.
import { run } from './run.mjs'

run(new URL('../src/main.ts', import.meta.url))
