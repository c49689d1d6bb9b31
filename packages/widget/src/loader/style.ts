/** Of the launcher and the frame's box. Written tight: every page that carries the widget loads it. */
export const css = `:host{all:initial}
*{box-sizing:border-box;border:0}
button,.frame{position:fixed;z-index:2147483000}
button{bottom:20px;width:58px;height:58px;border-radius:50%;padding:0;cursor:pointer;display:grid;place-items:center;background:var(--color);color:var(--on);box-shadow:0 4px 20px rgba(0,0,0,.24)}
button:focus-visible{outline:3px solid var(--color);outline-offset:3px}
svg{width:28px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.open .c,.x{display:none}.open .x{display:block}
b{position:absolute;top:-3px;right:-3px;min-width:21px;padding:0 6px;border-radius:11px;background:#d92d20;color:#fff;font:600 12px/21px system-ui}
.frame{bottom:92px;width:400px;height:min(680px,100dvh - 112px);border-radius:18px;overflow:hidden;box-shadow:0 12px 48px rgba(0,0,0,.24);opacity:0;visibility:hidden;transform:translateY(12px)}
:not(.ready)>.frame{background:var(--color)}
.open .frame{opacity:1;visibility:visible;transform:none}
iframe{width:100%;height:100%;display:block}
.right>*{right:20px}.left>*{left:20px}
@media (prefers-reduced-motion:no-preference){.frame{transition:.18s,visibility 0s .18s}.open .frame{transition:.18s,visibility 0s}}
@media (max-width:640px),(max-height:440px){.frame.frame{inset:0;width:auto;height:100dvh;border-radius:0}.open.ready button{display:none}}
@media print{*{display:none}}`

export const html =
  '<div><div class="frame"></div><button type="button"><svg viewBox="0 0 24 24"><path class="c" d="M21 11a9 8 0 0 1-13 7l-5 2 2-4a8 8 0 0 1-2-5 9 8 0 0 1 18 0ZM8 11h.01M12 11h.01M16 11h.01"/><path class="x" d="m6 6 12 12M18 6 6 18"/></svg><b></b></button></div>'
