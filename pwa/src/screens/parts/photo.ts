/**
 * A camera's file becomes a small photo: at most 1600 px, drawn anew, so that nothing the camera wrote beside the picture stays
 * in it (H63): no place, no serial number, no preview. Where the photo was taken can be read before, and is kept only as a field
 * of its own, and only when the person says so (scenario 19).
 */
export const EDGE_PX_MAX = 1600;
const QUALITY = 0.8;
const HEAD_BYTES = 256 * 1024;

/** It does not open as a picture. */
export class NotAnImage extends Error {}

/** `file` at most 1600 px on its long edge, as WebP or, where the browser writes none, JPEG. */
export async function shrink(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file).catch((error: unknown) => {
    throw new NotAnImage("not an image", { cause: error });
  });
  const scale = Math.min(1, EDGE_PX_MAX / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const small = (await encoded(canvas, "image/webp")) ?? (await encoded(canvas, "image/jpeg"));
  if (small === null) throw new NotAnImage("nothing came of it");
  return small;
}

/** Null where the browser answers with another type: it writes PNG instead of what it does not know. */
function encoded(canvas: HTMLCanvasElement, type: string): Promise<Blob | null> {
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob?.type === type ? blob : null), type, QUALITY));
}

/** Where the camera says it stood, as kind `point` (`latitude,longitude`); null where it does not say. */
export async function placeIn(file: Blob): Promise<string | null> {
  try {
    return readPlace(new DataView(await file.slice(0, HEAD_BYTES).arrayBuffer()));
  } catch {
    return null; // torn or strange metadata: there is no place in them
  }
}

/** The GPS block of a JPEG's EXIF; RangeError where a length points outside. */
function readPlace(view: DataView): string | null {
  if (view.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; at + 4 < view.byteLength && view.getUint8(at) === 0xff; at += 2 + view.getUint16(at + 2)) {
    const is_exif = view.getUint8(at + 1) === 0xe1 && view.getUint32(at + 4) === 0x45786966;
    if (is_exif) return readTiff(new DataView(view.buffer, at + 10, view.getUint16(at + 2) - 8));
    if (view.getUint8(at + 1) === 0xda) return null; // the picture begins
  }
  return null;
}

const GPS_BLOCK = 0x8825;
const [LATITUDE_REF, LATITUDE, LONGITUDE_REF, LONGITUDE] = [1, 2, 3, 4];

function readTiff(tiff: DataView): string | null {
  const little = tiff.getUint16(0) === 0x4949;
  const block = entries(tiff, tiff.getUint32(4, little), little).get(GPS_BLOCK);
  if (block === undefined) return null;
  const gps = entries(tiff, tiff.getUint32(block, little), little);
  const latitude = degrees(tiff, gps.get(LATITUDE), gps.get(LATITUDE_REF), "S", little);
  const longitude = degrees(tiff, gps.get(LONGITUDE), gps.get(LONGITUDE_REF), "W", little);
  if (latitude === null || longitude === null || Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return null;
  return `${Number(latitude.toFixed(6))},${Number(longitude.toFixed(6))}`;
}

/** Tag → where its value, or the offset of its value, stands. */
function entries(tiff: DataView, at: number, little: boolean): Map<number, number> {
  const count = tiff.getUint16(at, little);
  const found = new Map<number, number>();
  for (let index = 0; index < count; index++) found.set(tiff.getUint16(at + 2 + index * 12, little), at + 10 + index * 12);
  return found;
}

function degrees(tiff: DataView, value: number | undefined, ref: number | undefined, negative: string, little: boolean): number | null {
  if (value === undefined || ref === undefined) return null;
  const at = tiff.getUint32(value, little);
  const part = (index: number): number => tiff.getUint32(at + index * 8, little) / tiff.getUint32(at + index * 8 + 4, little);
  const sum = part(0) + part(1) / 60 + part(2) / 3600;
  if (!Number.isFinite(sum)) return null;
  return String.fromCharCode(tiff.getUint8(ref)) === negative ? -sum : sum;
}
