import { SignJWT } from 'jose'
import type { Signatures } from '../channels/index.ts'
import type { DemoShop } from '../http/index.ts'

/** How long the shop stays sure of who signed in. */
const LASTS = '1h'

/** Signs the shop's customers as a company's own server would, by a secret of this start. */
export async function createSigning(
  signatures: Signatures,
  workspaceId: string,
  channelId: string,
): Promise<DemoShop['sign']> {
  for (const { id } of await signatures.list(workspaceId, channelId)) {
    await signatures.remove(workspaceId, channelId, id)
  }
  const { secret } = await signatures.create(workspaceId, channelId)
  const key = Buffer.from(secret)
  return ({ name, email }) =>
    new SignJWT({ name, email })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(email.toLowerCase())
      .setExpirationTime(LASTS)
      .sign(key)
}
