/** What the picker offers: the ones that people send to a shop. */
export const emoji = [
  ...'😀😄😁😂🤣🙂😉😊😍🥰😘😋😎🤔🤗🙄😴😢😭😡😱😅🥺😳',
  ...'👍👎👌👏🙏💪👋🤝🙌🤞👀💯🎉🎁🔥⭐🌹🍵🍀🌈☀🌙💡✅',
  ...'📦🚚💳🧾🛒🏷📍📞💬⏰📅🔍',
  '❤️',
  '💔',
  '🇨🇳',
].filter((sign) => sign.trim() !== '')
