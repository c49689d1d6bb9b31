import { initial } from '@parley/browser'

/** A picture, or the initial of a name. Decorative: the name stands beside it. */
export function Face({ name, picture }: { name: string; picture?: string | undefined }) {
  return (
    <span class="avatar" aria-hidden="true">
      {picture ? <img src={picture} alt="" /> : initial(name)}
    </span>
  )
}
