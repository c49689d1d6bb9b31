const signs = [
  ...'😀😄😁😂🤣🙂😉😊😍🥰😘😋😎🤔🤗🙄😴😢😭😡😱😅🥺😳',
  ...'👍👎👌👏🙏💪👋🤝🙌🤞👀💯🎉🎁🔥⭐🌹🍵🍀🌈☀🌙💡✅',
  ...'📦🚚💳🧾🛒🏷📍📞💬⏰📅🔍❤💔',
  '🇨🇳',
]

/** What the picker offers: the ones that people send to a shop. */
export const emoji = signs.map((sign) =>
  // Some are drawn as black and white text unless they are asked to be pictures (U+FE0F).
  /^\p{Emoji_Presentation}/u.test(sign) ? sign : `${sign}\uFE0F`,
)
