import { registerHooks } from 'node:module'

/** `node --import …/register.ts ‹application›/dist/desktop/main.js`: the stand-in in the place of Electron's module. */
const runtime = new URL('runtime.ts', import.meta.url).href
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: runtime, shortCircuit: true } : next(specifier, context),
})
