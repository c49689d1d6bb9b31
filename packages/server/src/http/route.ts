import { Refusal } from '@parley/protocol'
import type { Static, TSchema } from 'typebox'
import type { Channels } from '../channels/index.ts'
import type { Action, PeoplePorts, SignedIn, Throttle } from '../people/index.ts'

/** What the routes work with. */
export interface ApiPorts {
  people: PeoplePorts & { throttle: Throttle }
  channels: Channels
  /** Where people reach this deployment, without a slash at the end. */
  publicUrl: () => string
}

/** One request, checked: its body fits the schema, and who asks may do so. */
export interface ApiRequest<Body> {
  body: Body
  /** Named parts of the path. */
  params: Record<string, string>
  /** The client's address. */
  address: string
  cookies: { set(token: string): void; clear(): void }
}

/**
 * One route of the REST API, with all that it takes to check, document and serve it. A route with
 * an `action` is for signed-in agents whose role may; the policy decides, in one place.
 */
export interface Route {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  path: string
  summary: string
  action: Action | undefined
  body: TSchema | undefined
  response: TSchema | undefined
  handle(
    ports: ApiPorts,
    request: ApiRequest<unknown>,
    signedIn: SignedIn | undefined,
  ): Promise<unknown>
}

interface RouteParts<Body extends TSchema> {
  method: Route['method']
  path: string
  summary: string
  body?: Body
  /** What it answers with; none answers 204. */
  response?: TSchema
}

/** A route for everybody. */
export function publicRoute<Body extends TSchema>(
  route: RouteParts<Body> & {
    handle(ports: ApiPorts, request: ApiRequest<Static<Body>>): Promise<unknown>
  },
): Route {
  return {
    ...route,
    action: undefined,
    body: route.body,
    response: route.response,
    handle: (ports, request) => route.handle(ports, request as ApiRequest<Static<Body>>),
  }
}

/** A route for signed-in agents whose role may carry out the action. */
export function agentRoute<Body extends TSchema>(
  route: RouteParts<Body> & {
    action: Action
    handle(ports: ApiPorts, request: ApiRequest<Static<Body>>, signedIn: SignedIn): Promise<unknown>
  },
): Route {
  return {
    ...route,
    body: route.body,
    response: route.response,
    handle(ports, request, signedIn) {
      if (signedIn === undefined) throw new Refusal('not_signed_in', 'Sign in first.')
      return route.handle(ports, request as ApiRequest<Static<Body>>, signedIn)
    },
  }
}

/** A named part of the path; the router has made sure that it is there. */
export function param(request: ApiRequest<unknown>, name: string): string {
  return request.params[name] ?? ''
}
