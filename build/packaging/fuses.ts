import { FuseV1Options, FuseVersion, type FuseConfig } from '@electron/fuses'

/**
 * The switches in Electron's own program file, set before it is signed. Strict: a switch that a later Electron adds
 * stops the packing until someone has decided it.
 */
export const fuses = {
  version: FuseVersion.V1,
  strictlyRequireAllFuses: true,
  // The program is no Node for others: not by ELECTRON_RUN_AS_NODE, not by NODE_OPTIONS, not by --inspect.
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  // Only app.asar is run, and on Windows only the one whose hash the program file holds (Electron has no such check on Linux).
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  // The window is served by app://; a file:// page gets no more than in a browser.
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  // The program sets no cookies. Should a library ever set one, it does not lie on the disk in the clear.
  [FuseV1Options.EnableCookieEncryption]: true,
  // No snapshot of our own is shipped; with this set, Electron would look for one and fail.
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  // V8's default way to check the bounds of WebAssembly's memory.
  [FuseV1Options.WasmTrapHandlers]: true,
} as const satisfies FuseConfig
