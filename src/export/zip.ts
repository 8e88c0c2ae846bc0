import JSZip from 'jszip';

/** Files in one, with the time of `at` on each, so that the same files give the same bytes. */
export async function zipOf(files: readonly { name: string; text: string }[], at: Date): Promise<Uint8Array> {
  const zip = new JSZip();
  for (const { name, text } of files) zip.file(name, text, { date: at });
  return zip.generateAsync({ type: 'uint8array', compression: 'DEFLATE' });
}
