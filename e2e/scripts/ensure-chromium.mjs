import { execFileSync, spawnSync } from 'node:child_process'
import { findChromium } from './chromium.mjs'

/** Chromium, and fonts with Chinese and emoji: without them the pages cannot be looked at. */
const packages = ['chromium', 'fonts-noto-cjk', 'fonts-noto-color-emoji']

if (findChromium() === undefined) install()

function install() {
  const isRoot = process.getuid?.() === 0
  if (spawnSync('apt-get', ['--version']).error !== undefined) {
    console.error(
      'The page tests need Chromium. Install it, and name its path in CHROMIUM_PATH if it is in no usual place.',
    )
    process.exit(1)
  }
  const apt = (...parts) => {
    const [command, ...rest] = isRoot ? ['apt-get', ...parts] : ['sudo', 'apt-get', ...parts]
    execFileSync(command, rest, {
      stdio: ['inherit', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  }
  console.log(`Installing ${packages.join(', ')} for the page tests…`)
  apt('update', '-qq')
  apt('install', '-y', '-qq', '--no-install-recommends', ...packages)
}
