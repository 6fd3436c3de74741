/**
 * Reading a QR code with the camera: by the browser's own detector where it has one, else by the package `qr`, fetched with the
 * camera. Nothing of a picture is kept or sent. What is read is only text: `codeIn` judges it (H46).
 */
type Reader = (video: HTMLVideoElement) => Promise<string | null>;

interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}
interface DetectorClass {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
}

export type CameraFault = "refused" | "none";

/** The camera of the tablet's back; throws `refused` or `none`. */
export async function openCamera(): Promise<MediaStream> {
  try {
    return await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } }, audio: false });
  } catch (error) {
    throw new Error(error instanceof DOMException && error.name === "NotAllowedError" ? "refused" : "none", { cause: error });
  }
}

/** Texts of QR codes that `video` shows, until `signal`; each given to `found` until that is content. `pause_ms`
 * between two looks: 120 are enough for a hand and little for a battery. */
export async function readCodes(video: HTMLVideoElement, signal: AbortSignal, found: (text: string) => boolean, pause_ms: number): Promise<void> {
  const read = (await nativeReader()) ?? (await ownReader());
  while (!signal.aborted) {
    const text = video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA ? await read(video) : null;
    if (text !== null && !signal.aborted && found(text)) return;
    await new Promise((next) => setTimeout(next, pause_ms));
  }
}

async function nativeReader(): Promise<Reader | null> {
  const known = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  const formats = (await known?.getSupportedFormats().catch(() => [])) ?? [];
  if (known === undefined || !formats.includes("qr_code")) return null;
  const detector = new known({ formats: ["qr_code"] });
  return async (video) => (await detector.detect(video).catch(() => []))[0]?.rawValue ?? null;
}

const SIDE_MAX = 800; // larger pictures are only slower to read

async function ownReader(): Promise<Reader> {
  const { decodeQR } = await import("qr/decode.js");
  const canvas = document.createElement("canvas");
  const drawing = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    const scale = Math.min(1, SIDE_MAX / Math.max(video.videoWidth, video.videoHeight, 1));
    const [width, height] = [Math.round(video.videoWidth * scale), Math.round(video.videoHeight * scale)];
    if (drawing === null || width === 0 || height === 0) return null;
    Object.assign(canvas, { width, height });
    drawing.drawImage(video, 0, 0, width, height);
    try {
      return decodeQR({ width, height, data: drawing.getImageData(0, 0, width, height).data });
    } catch {
      return null; // no code in this picture
    }
  };
}
