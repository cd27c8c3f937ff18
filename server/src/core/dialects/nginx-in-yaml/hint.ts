/** No text without this is the dialect's: an editor looks for it before it starts the server. */
export const hint =
  /\b(?:server|http|events|upstream|location|map)\b[^\n]*\r?\n?[ \t]*\{|\b(?:[a-z]+_[a-z_]+|listen|expires|sendfile|include)[ \t][^\n]*;/;
