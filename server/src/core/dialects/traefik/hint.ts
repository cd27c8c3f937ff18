/** No text without this is the dialect's: an editor looks for it before it starts the server. */
export const hint =
  /traefik|\b(?:routers?|middlewares?|serversTransports|entryPoints|websecure)["']?\s*:|^http\s*:/im;
