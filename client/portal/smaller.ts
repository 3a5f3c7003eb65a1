/** The server keeps no more than this; a phone's photo is three times as wide and ten times as heavy. */
const LONGEST_SIDE = 2000;
const QUALITY = 0.85;
/** Below that nothing is gained. */
const LIGHT = 700 * 1024;

/** A photo made smaller before it goes over a slow line; as it is when that cannot be done. */
export async function smaller(file: File): Promise<Blob> {
  if (file.size < LIGHT || typeof createImageBitmap === 'undefined') return file;
  try {
    const image = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(image.width, image.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    image.close();
    const made = await new Promise<Blob | null>((resolve) => {
      canvas.toBlob(resolve, 'image/jpeg', QUALITY);
    });
    return made !== null && made.size < file.size ? made : file;
  } catch {
    // No picture, or one this browser cannot read: the server says what is wrong with it.
    return file;
  }
}
