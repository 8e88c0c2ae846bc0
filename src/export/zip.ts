import JSZip from 'jszip';

/** Files in one, with the time of `at` on each, so that the same files give the same bytes. */
export async function zipOf(
  files: readonly ({ name: string; text: string } | { name: string; bytes: Uint8Array })[],
  at: Date,
): Promise<Uint8Array> {
  const zip = new JSZip();
  for (const file of files) zip.file(file.name, 'text' in file ? file.text : file.bytes, { date: at });
  return zip.generateAsync({ type: 'uint8array', compression: 'DEFLATE' });
}
