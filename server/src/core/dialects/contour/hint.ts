/** No text without this is the dialect's: an editor looks for it before it starts the server. */
export const hint = /\bprojectcontour\.io\b|\bcontour\.yaml\b/;
