import { defineConfig } from '@playwright/test'
import { findChromium } from './scripts/chromium.mjs'

const executablePath = findChromium()

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  // Long enough for a slow machine: what hangs fails by it, nothing is measured with it.
  timeout: 90_000,
  expect: { timeout: 20_000 },
  workers: 2,
  fullyParallel: true,
  forbidOnly: process.env.CI !== undefined,
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      // The sandbox does not start for root, nor inside of most containers.
      args: ['--no-sandbox'],
    },
    locale: 'en-US',
    screenshot: 'only-on-failure',
  },
})
