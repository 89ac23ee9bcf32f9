/** Bytes of a file, as the reader allows; said again here, because a browser does not need the reader. */
export const largestUpload = 512 * 1024
