import { handBack, type ParleyFunction, takeOver } from './commands.ts'
import { complain } from './complain.ts'
import { createListeners } from './listeners.ts'
import { createWidget } from './widget.ts'

declare global {
  interface Window {
    Parley?: ParleyFunction | undefined
  }
}

function load(origin: string, channelId: string): void {
  const listeners = createListeners()
  const widget = createWidget(origin, channelId, listeners.tell)

  takeOver(window, (command, first, second) => {
    switch (command) {
      case 'open':
        widget.setOpen(true)
        return
      case 'close':
        widget.setOpen(false)
        return
      case 'toggle':
        widget.setOpen()
        return
      case 'identify':
        widget.identify(first)
        return
      case 'set':
        widget.override(first)
        return
      case 'on':
        listeners.add(first, second)
        return
      case 'off':
        listeners.remove(first, second)
        return
      case 'shutdown':
        widget.remove()
        handBack(window)
        return
      default:
        complain('no such command:', command)
    }
  })
  widget.start()
}

const script = document.currentScript as HTMLScriptElement | null
const channelId = script?.dataset.channel
if (!script || !channelId) complain('data-channel is missing')
else if (!window.Parley?.isLoaded) load(new URL(script.src).origin, channelId)
