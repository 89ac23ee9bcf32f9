import { asProgram, hostedEnvironment } from '../hosted-environment'

/** The portal in a container: the server that `next build` put together, which stands beside this file's folder. */
await asProgram(async () => {
  await hostedEnvironment()
  await import(new URL('../portal/server.js', import.meta.url).href)
})
