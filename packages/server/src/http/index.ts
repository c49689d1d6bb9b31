export { SESSION_COOKIE } from './api.ts'
export { createHttp, type Http, type HttpPorts } from './http.ts'
export type { DemoShop } from './pages.ts'
