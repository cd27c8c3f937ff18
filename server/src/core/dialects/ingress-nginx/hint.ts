/** No text without this is the dialect's: an editor looks for it before it starts the server. */
export const hint =
  /\bIngress|\bnginx\b|\bConfigMap\b|addHeaders|snippet|-headers["']?\s*:|annotations-risk-level/;
