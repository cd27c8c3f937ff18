/** No text without this is the dialect's: an editor looks for it before it starts the server. */
export const hint =
  /apinto|apipark|eolinker|listen_urls|extends_dir|\buser_name\s*:|@(?:router|template|service)\b|\bdriver["']?\s*:/;
